import { describe, expect, it } from 'vitest';
import { twoServices as platform } from '../../../test/fixtures/two-services.js';
import { dashboards } from '../dashboards.js';
import { formatValue } from './format-value.js';
import { interpolate, labelsIn, legendOf, rateIntervalOf } from './interpolate.js';
import { preview } from './preview.js';
import {
  type InstantSample,
  type PrometheusClient,
  PrometheusError,
  type PrometheusSeries,
  type TimeWindow,
} from './prometheus.js';

const now = new Date('2026-01-01T00:00:00Z');

/** A Prometheus that answers every query the same way. */
const fake = (
  series: (query: string, window: TimeWindow) => PrometheusSeries[],
  instant: (query: string) => InstantSample[] = () => [{ labels: {}, value: 3 }],
): PrometheusClient => ({
  range: async (query, window) => series(query, window),
  instant: async (query) => instant(query),
});

const constant =
  (value: number) =>
  (_query: string, { from, to, step }: TimeWindow): PrometheusSeries[] => {
    const points: [number, number][] = [];
    for (let at = from; at <= to; at += step) points.push([at, value]);
    return [{ labels: { service: 'ledger-api', origin: '<eu>&"', region: 'eu' }, points }];
  };

const run = (client: PrometheusClient) =>
  preview({
    platform,
    environment: 'production',
    client,
    prometheus: 'prometheus:9090',
    now,
    minutes: 60,
    scrapeSeconds: 15,
  });

describe('the preview', () => {
  it('draws every panel that gets data, on a page that needs nothing from anywhere', async () => {
    const { html, counts, problems, sight } = await run(fake(constant(0.5)));
    const panels = dashboards(platform, 'production').flatMap(({ rows }) =>
      rows.flatMap((row) => row.panels),
    );
    expect(sight.kind).toBe('ours');
    expect(problems).toEqual([]);
    expect(counts.data).toBe(panels.length);
    expect(html.match(/<article/g)).toHaveLength(panels.length);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`);
    expect(html).not.toMatch(/<script|<link|<img|@import|url\((?!#)|src=/);
    expect(html).not.toContain('<eu>');
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('says which promise is not kept, and by a word and a sign', async () => {
    const { html } = await run(fake(constant(0.5)));
    expect(html).toContain('✕ not kept');
    expect(html).toContain('✓ kept');
    expect(html).toContain('Promised: at most 2 %');
  });

  it('says of a panel without a producer which metric it waits for', async () => {
    const { html, counts, problems } = await run(
      fake((query, window) => (query.includes('users_active') ? [] : constant(1)(query, window))),
    );
    expect(counts.unproduced).toBeGreaterThan(0);
    expect(html).toContain('Nothing emits this yet');
    expect(problems).toEqual([]);
  });

  it.each<[string, PrometheusClient, string, string]>([
    [
      'is empty',
      fake(
        () => [],
        () => [],
      ),
      'empty',
      'no series at all',
    ],
    [
      'is another one',
      fake(
        () => [],
        (query) => (query.includes('build_info') ? [] : [{ labels: {}, value: 900 }]),
      ),
      'wrong',
      'it has no build_info',
    ],
    [
      'knows another environment',
      fake(
        () => [],
        (query) =>
          query.includes('{environment=') ? [] : [{ labels: { environment: 'staging' }, value: 9 }],
      ),
      'wrong',
      'knows the environments staging, but not production',
    ],
    [
      'cannot be reached',
      {
        range: () =>
          Promise.reject(
            new PrometheusError('unreachable', 'http://prometheus:9090 does not answer', 'start it'),
          ),
        instant: () =>
          Promise.reject(
            new PrometheusError('unreachable', 'http://prometheus:9090 does not answer', 'start it'),
          ),
      },
      'unreachable',
      'does not answer',
    ],
  ])('says on the page that Prometheus %s', async (_what, client, kind, words) => {
    const { html, sight } = await run(client);
    expect(sight.kind).toBe(kind);
    expect(html).toContain(words);
  });

  it('says on the panel that a query failed, and draws the others', async () => {
    const client = fake(constant(1));
    const { html, counts } = await run({
      ...client,
      range: async (query, window) => {
        if (query.includes('nodejs_gc'))
          throw new PrometheusError('refused', 'too many samples', 'ask for less');
        return client.range(query, window);
      },
    });
    expect(counts.failed).toBe(1);
    expect(html).toContain('too many samples');
  });

  it('says that there is no number where there is only NaN', async () => {
    const { html, counts, problems } = await run(fake(constant(Number.NaN)));
    expect(counts['not-a-number']).toBeGreaterThan(0);
    expect(html).toContain('none of them is a finite number');
    expect(problems.length).toBe(counts['not-a-number']);
  });

  it('asks for nothing in variables that are left over', async () => {
    const asked: string[] = [];
    await run(
      fake((query) => {
        asked.push(query);
        return [];
      }),
    );
    expect(asked.filter((query) => query.includes('$'))).toEqual([]);
  });
});

describe('what Grafana would do', () => {
  it('with variables', () => {
    expect(
      interpolate('rate(a{job=~"$job",environment="$environment",queue=~"$queue"}[$__rate_interval])', {
        environment: 'staging',
        rateInterval: 60,
      }),
    ).toBe('rate(a{job=~".+",environment="staging",queue=~".*"}[60s])');
  });

  it('with legends', () => {
    expect(legendOf('{{service}} in {{ region }}', { service: 'a' })).toBe('a in');
    expect(labelsIn('{{service}} in {{ region }}')).toEqual(['service', 'region']);
  });

  it('with the rate interval: at least four scrapes', () => {
    expect(rateIntervalOf(30, 15)).toBe(60);
    expect(rateIntervalOf(120, 15)).toBe(135);
  });
});

it.each([
  [0.0512, 'percentunit', '5.12 %'],
  [0.0004, 's', '400 µs'],
  [0.25, 's', '250 ms'],
  [90, 's', '90 s'],
  [600, 's', '10 min'],
  [1536, 'bytes', '1.5 KiB'],
  [1234, 'short', '1.23 K'],
  [0.5, 'currencyUSD', '$0.5'],
  [1, 'bool_yes_no', 'yes'],
] as const)('%f is printed as %s: %s', (value, unit, text) => {
  expect(formatValue(value, unit).replaceAll(' ', ' ')).toBe(text);
});
