import type { Platform } from '@attest/platform';
import { indicators, type Objective, objectives } from '@attest/slo';
import { annotate } from './breach-alert.js';
import type { Links } from './links.js';

/** What the edge counts in a test, per 15 s: requests by status, or by the bucket that they fall into. */
interface Case {
  name: string;
  series: { labels: Record<string, string>; metric: 'count' | 'bucket'; values: string }[];
  /** When to look; the figure as the alert prints it, or none: it must not fire. */
  expectations: { at: string; figure?: string }[];
}

const count = (status: string, values: string): Case['series'][number] => ({
  metric: 'count',
  labels: { http_response_status_code: status },
  values,
});

/** Cumulative, as Prometheus stores them: `fast` per 15 s within the ceiling, `all` of them within three times that. */
const buckets = (ceiling: number, fast: number, all: number): Case['series'] => [
  { metric: 'bucket', labels: { le: String(ceiling / 2) }, values: '0x60' },
  { metric: 'bucket', labels: { le: String(ceiling) }, values: `0+${fast}x60` },
  { metric: 'bucket', labels: { le: String(ceiling * 3) }, values: `0+${all}x60` },
  { metric: 'bucket', labels: { le: '+Inf' }, values: `0+${all}x60` },
  { metric: 'count', labels: { http_response_status_code: '200' }, values: `0+${all}x60` },
];

const cases: Record<Objective['indicator'], (ceiling: number) => Case[]> = {
  error_rate(ceiling) {
    const per15s = 1000;
    const mix = (failing: number) => [
      count('200', `0+${per15s - failing}x60`),
      count('503', `0+${failing}x60`),
    ];
    const limit = Math.round(ceiling * per15s);
    return [
      {
        name: 'just above the ceiling',
        series: mix(limit + 1),
        expectations: [{ at: '1m' }, { at: '4m', figure: `${(limit + 1) / 10}%` }],
      },
      { name: 'just below the ceiling', series: mix(limit - 1), expectations: [{ at: '10m' }] },
      {
        name: 'a total outage',
        series: [count('200', '0+100x20 2000x40'), count('502', '0x20 0+100x40')],
        // From 5 min on all fail; within two minutes of it, it fires.
        expectations: [{ at: '5m' }, { at: '7m', figure: '100%' }],
      },
      {
        name: 'a total outage with hardly any traffic left',
        series: [count('502', '0 0 1 1 2 2 3 3 4 4 5 5 6 6 7 7 8 8 9 9')],
        expectations: [{ at: '4m', figure: '100%' }],
      },
      {
        name: 'some failures among too few requests to say',
        series: [count('200', '0+3x60'), count('503', '0 0 1 1 2 2 3 3 4 4 5 5 6 6 7 7 8 8 9 9 10 10 11 11')],
        expectations: [{ at: '4m' }, { at: '5m' }],
      },
      {
        name: 'errors of clients, which are not ours',
        series: [count('200', '0+500x60'), count('404', '0+300x60'), count('429', '0+200x60')],
        expectations: [{ at: '10m' }],
      },
      { name: 'no traffic', series: [count('503', '100x60')], expectations: [{ at: '10m' }] },
      { name: 'no series', series: [], expectations: [{ at: '10m' }] },
      {
        name: 'recovery',
        series: [count('200', '0+0x20 0+100x40'), count('503', '0+100x20 2000x40')],
        expectations: [{ at: '4m', figure: '100%' }, { at: '8m' }],
      },
      {
        name: 'a restart of the edge, which sets its counters back',
        // Half the ceiling, before and after; only a figure that takes the reset for a fall would differ.
        series: [
          count('200', `0+${per15s - limit / 2}x16 0+${per15s - limit / 2}x40`),
          count('503', `0+${limit / 2}x16 0+${limit / 2}x40`),
        ],
        expectations: [{ at: '4m' }, { at: '5m' }, { at: '6m' }],
      },
    ];
  },

  p99_latency(ceiling) {
    // Of 2 % beyond the ceiling, half are slower than p99: the middle of the bucket from ceiling to 3 × ceiling.
    const middle = printedDuration(ceiling * 2);
    return [
      {
        name: 'slow',
        series: buckets(ceiling, 980, 1000),
        expectations: [{ at: '1m' }, { at: '10m', figure: middle }],
      },
      { name: 'just below the ceiling', series: buckets(ceiling, 991, 1000), expectations: [{ at: '10m' }] },
      { name: 'too few requests to say', series: buckets(ceiling, 3, 4), expectations: [{ at: '10m' }] },
      { name: 'no traffic', series: buckets(ceiling, 0, 0), expectations: [{ at: '10m' }] },
      { name: 'no series', series: [], expectations: [{ at: '10m' }] },
    ];
  },
};

/** As Prometheus' humanizeDuration prints up to a minute. */
const printedDuration = (seconds: number): string =>
  seconds < 1 ? `${Number((seconds * 1000).toPrecision(4))}ms` : `${Number(seconds.toPrecision(4))}s`;

/** A promtool test file for every alert and service: it fires, just below it does not, and not without traffic. */
export function ruleTests(platform: Platform, environment: string, links: Links): object {
  const regions = platform.regions.map((region) => region.id);
  return {
    rule_files: ['../alerts.yml'],
    evaluation_interval: '15s',
    tests: objectives(platform).flatMap((objective) =>
      regions.flatMap((region) =>
        cases[objective.indicator](objective.ceiling).map((it) =>
          test(objective, region, environment, links, it),
        ),
      ),
    ),
  };
}

function test(objective: Objective, region: string, environment: string, links: Links, it: Case): object {
  const { service, name: alertname } = objective;
  const { metric } = indicators[objective.indicator];
  const common = { environment, service, origin: region, region: 'outside', instance: 'edge-1' };
  return {
    name: `${alertname}, ${service} in ${region}: ${it.name}`,
    interval: '15s',
    input_series: it.series.map(({ metric: part, labels, values }) => ({
      series: `${metric}_${part}{${Object.entries({ ...common, ...labels })
        .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
        .join(',')}}`,
      values,
    })),
    alert_rule_test: it.expectations.map(({ at, figure }) => ({
      eval_time: at,
      alertname,
      exp_alerts:
        figure === undefined
          ? []
          : [
              {
                exp_labels: { severity: objective.severity, environment, service, region },
                exp_annotations: annotate(objective, links, { service, region, figure }),
              },
            ],
    })),
  };
}
