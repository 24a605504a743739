import { contract, type MetricDefinition } from '@attest/instrumentation/contract';
import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { twoServices } from '../../../test/fixtures/two-services.js';
import { dashboards } from '../dashboards.js';
import { annotations } from '../grafana/annotations.js';
import { recordedSeries } from '../panel-series.js';
import { checkQuery } from './check-query.js';
import { knownSeries } from './known-series.js';

const queriesOf = (platform: typeof arborKumori) =>
  dashboards(platform, 'production').flatMap(({ name, rows }) =>
    rows.flatMap(({ panels }) =>
      panels.flatMap(({ id, queries }) =>
        queries.map(({ expr }): [string, string] => [`${name} ${id}`, expr]),
      ),
    ),
  );

describe('the queries of the panels', () => {
  it.each([
    ['the platform that ships', arborKumori],
    ['another platform', twoServices],
  ])('name only what the contract or a rule of %s has', (_name, platform) => {
    const known = knownSeries(contract, recordedSeries());
    const problems = queriesOf(platform).flatMap(([where, expr]) =>
      checkQuery(expr, known).map((problem) => `${where}: ${problem}`),
    );
    expect(problems).toEqual([]);
  });

  it('and those of the annotations, but for ALERTS, which Prometheus itself makes', () => {
    const known = knownSeries();
    for (const { expr } of annotations)
      if (!expr.includes('ALERTS')) expect(checkQuery(expr, known)).toEqual([]);
  });
});

describe('a query', () => {
  const known = knownSeries();
  it.each([
    ['a metric that nobody emits', 'sum(rate(http_requests_total[5m]))', /http_requests_total is neither/],
    ['a histogram without its part', 'edge_request_duration_seconds', /neither/],
    ['a label that the metric lacks', 'edge_request_duration_seconds_count{route="/a"}', /no label route/],
    [
      'a grouping that gives nothing',
      'sum by (queue) (rate(edge_request_duration_seconds_count[5m]))',
      /no label queue/,
    ],
    ['a join by a label of neither side', 'up * on (queue) build_info', /queue/],
    [
      'a quantile of what has no buckets',
      'sum by (le) (rate(edge_request_duration_seconds_count[5m]))',
      /no label le/,
    ],
  ])('with %s is refused', (_what, expr, problem) => {
    expect(checkQuery(expr, known).join()).toMatch(problem);
  });

  it('that is no PromQL is refused where it goes wrong', () => {
    expect(() => checkQuery('sum(rate(up[5m])', known)).toThrow(/no PromQL/);
  });
});

/** The same label is common to all series, so that without its own entry the series still has it. */
const equivalent = [
  'gpu_instances.region',
  'edge_request_duration_seconds.service',
  'edge_origin_healthy.service',
  'canary_stage.service',
  'canary_weight.service',
  'canary_decisions_total.service',
  'build_info.environment',
];

it('nearly every metric or label that is renamed or dropped is missed by a panel', () => {
  const recorded = recordedSeries();
  const queries = queriesOf(arborKumori);
  const isKilled = (metrics: Record<string, MetricDefinition>) => {
    const known = knownSeries(metrics, recorded);
    return queries.some(([, expr]) => checkQuery(expr, known).length > 0);
  };
  expect(isKilled(contract)).toBe(false);
  const mutants = Object.entries(contract as Record<string, MetricDefinition>).flatMap(
    ([name, definition]) => {
      const { [name]: _gone, ...others } = contract as Record<string, MetricDefinition>;
      const renamed = (label: string) =>
        definition.labels.map((each) => (each === label ? `${each}_renamed` : each));
      const without = (label: string) => definition.labels.filter((each) => each !== label);
      return [
        { what: `${name} dropped`, metrics: others },
        { what: `${name} renamed`, metrics: { ...others, [`${name}_renamed`]: definition } },
        ...definition.labels
          .filter((label) => !equivalent.includes(`${name}.${label}`))
          .flatMap((label) => [
            {
              what: `${name}.${label} dropped`,
              metrics: { ...others, [name]: { ...definition, labels: without(label) } },
            },
            {
              what: `${name}.${label} renamed`,
              metrics: { ...others, [name]: { ...definition, labels: renamed(label) } },
            },
          ]),
      ];
    },
  );
  const survivors = mutants.filter(({ metrics }) => !isKilled(metrics)).map(({ what }) => what);
  const share = 1 - survivors.length / mutants.length;
  console.log(
    `${mutants.length} mutants, ${(share * 100).toFixed(1)} % killed; alive: ${survivors.join(', ') || 'none'}`,
  );
  expect(share).toBeGreaterThanOrEqual(0.95);
});
