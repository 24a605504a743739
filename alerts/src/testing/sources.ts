import { contract } from '@attest/instrumentation/contract';
import type { Indicator, IndicatorKind, Platform } from '@attest/platform';
import { type Objective, tidy } from '@attest/slo';
import { counter, seriesOf } from '../case.js';

/** So many steps with so many events each, of which a share is bad. */
export type Piece = readonly [steps: number, events: number, badShare: number];
/** What is scraped while events happen like that. */
export type Source = (...pieces: readonly Piece[]) => { series: string; values: string }[];

interface Labels {
  environment: string;
  service: string;
  region: string;
}

/** Of a counter: the good and the bad, each a series. */
const counts =
  (
    metric: string,
    common: Record<string, string>,
    good: Record<string, string>,
    bad: Record<string, string>,
  ): Source =>
  (...pieces) => [
    {
      series: seriesOf(metric, { ...common, ...good }),
      values: counter(...pieces.map(([steps, events, share]) => [steps, events * (1 - share)] as const)),
    },
    {
      series: seriesOf(metric, { ...common, ...bad }),
      values: counter(...pieces.map(([steps, events, share]) => [steps, events * share] as const)),
    },
  ];

/** Of a histogram: within the boundary, and all; half of the good are in the bucket below it, which must not be taken for it. */
const buckets =
  (histogram: string, common: Record<string, string>, boundary: number): Source =>
  (...pieces) => {
    const { buckets: all } = contract[histogram as 'queue_wait_seconds'];
    const below = (all as readonly number[]).filter((one) => one < boundary).at(-1);
    const above = (all as readonly number[]).find((one) => one > boundary);
    const values = (of: (events: number, share: number) => number) =>
      counter(...pieces.map(([steps, events, share]) => [steps, of(events, share)] as const));
    const good = (events: number, share: number) => events * (1 - share);
    const bucket = (le: number | '+Inf' | undefined, text: string) =>
      le === undefined
        ? []
        : [{ series: seriesOf(`${histogram}_bucket`, { ...common, le: String(le) }), values: text }];
    return [
      ...bucket(
        below,
        values((events, share) => good(events, share) / 2),
      ),
      ...bucket(boundary, values(good)),
      ...bucket(
        above,
        values((events) => events),
      ),
      ...bucket(
        '+Inf',
        values((events) => events),
      ),
      { series: seriesOf(`${histogram}_count`, common), values: values((events) => events) },
    ];
  };

type Sources = {
  [K in IndicatorKind]: (
    indicator: Extract<Indicator, { kind: K }>,
    labels: Labels,
    named: (metric: string) => string,
  ) => Source;
};

const edgeLabels = (environment: string, service: string) => ({
  environment,
  service,
  region: 'outside',
  instance: 'edge-1',
  origin: 'somewhere',
});

const sources: Sources = {
  availability: ({ service }, { environment }, named) =>
    counts(
      `${named('edge_request_duration_seconds')}_count`,
      edgeLabels(environment, service),
      { http_response_status_code: '404' },
      { http_response_status_code: '503' },
    ),
  latency: ({ service, thresholdMs }, { environment }, named) => {
    const common = { ...edgeLabels(environment, service), http_response_status_code: '200' };
    return buckets(named('edge_request_duration_seconds'), common, thresholdMs / 1000);
  },
  'queue-age': ({ queue, thresholdSeconds }, labels, named) =>
    buckets(named('queue_wait_seconds'), { ...labels, region: 'somewhere', queue }, thresholdSeconds),
  'queue-success': ({ queue }, labels, named) =>
    counts(
      `${named('messaging_process_duration_seconds')}_count`,
      { ...labels, region: 'somewhere', messaging_destination_name: queue },
      { outcome: 'success' },
      { outcome: 'failure', error_type: 'Error' },
    ),
  'gpu-success': ({ gpuType }, labels, named) =>
    counts(
      `${named('gpu_prediction_duration_seconds')}_count`,
      { ...labels, gpu: gpuType, model: 'any' },
      { outcome: 'success' },
      { outcome: 'failure' },
    ),
  'gpu-queue-time': ({ gpuType, thresholdSeconds }, labels, named) =>
    buckets(
      named('gpu_prediction_queue_seconds'),
      { ...labels, gpu: gpuType, model: 'any' },
      thresholdSeconds,
    ),
  'database-availability': (_, labels, named) =>
    counts(
      `${named('db_client_operation_duration_seconds')}_count`,
      { ...labels, service: 'any', region: 'somewhere' },
      // A constraint that is violated is no failure of the database.
      { error_type: '23505' },
      { error_type: 'ECONNREFUSED' },
    ),
  'database-latency': ({ thresholdMs }, labels, named) =>
    buckets(
      named('db_client_operation_duration_seconds'),
      { ...labels, service: 'any', region: 'somewhere' },
      thresholdMs / 1000,
    ),
  'replication-lag':
    ({ thresholdSeconds }, { environment }, named) =>
    (...pieces) => [
      {
        series: seriesOf(named('replication_lag_seconds'), { environment, standby: 'somewhere' }),
        values: pieces
          .map(([steps, , share], index) => readings(steps + (index === 0 ? 1 : 0), share, thresholdSeconds))
          .join(' '),
      },
    ],
  ratio: ({ service, errors, events }, { environment }, named) => {
    const suffix = (metric: string) =>
      (contract as Record<string, { type: string } | undefined>)[metric]?.type === 'histogram'
        ? `${named(metric)}_count`
        : named(metric);
    const common = { environment, service, region: 'somewhere' };
    return (...pieces) => [
      {
        series: seriesOf(suffix(errors.metric), { ...common, ...errors.labels }),
        values: counter(...pieces.map(([steps, count, share]) => [steps, count * share] as const)),
      },
      {
        series: seriesOf(suffix(events.metric), { ...common, ...events.labels, part: 'good' }),
        values: counter(
          ...pieces.map(
            ([steps, count, share]) =>
              [steps, events.metric === errors.metric ? count * (1 - share) : count] as const,
          ),
        ),
      },
    ];
  },
};

/** Readings of a gauge, a share of which is just above the threshold, the others at it; the bad are spread evenly. */
function readings(count: number, share: number, threshold: number): string {
  const above = tidy(threshold * 1.05);
  if (share === 0 || share === 1) return `${share === 0 ? threshold : above}x${count - 1}`;
  const values = Array.from({ length: count }, (_, index) =>
    Math.floor((index + 1) * share) > Math.floor(index * share) ? above : threshold,
  );
  return values.join(' ');
}

/** Labels, beside the environment, by which an indicator tells its own series from others of the same metric. */
const identities: Record<IndicatorKind, readonly string[]> = {
  availability: ['service'],
  latency: ['service'],
  'queue-age': ['queue'],
  'queue-success': ['messaging_destination_name'],
  'gpu-success': ['region', 'gpu'],
  'gpu-queue-time': ['region', 'gpu'],
  'database-availability': [],
  'database-latency': [],
  'replication-lag': [],
  ratio: ['service'],
};

/** Where series are selected by something else, their service is only what their process calls itself. */
export const isSelectedByService = ({ kind }: Objective): boolean => identities[kind].includes('service');

const tellApart = (kind: IndicatorKind): readonly string[] => ['environment', ...identities[kind]];

/** Values of other labels by which events are left out that are another indicator's. */
const leftOut: Partial<Record<IndicatorKind, readonly (readonly [label: string, value: string])[]>> = {
  latency: [['http_response_status_code', '503']],
  'database-latency': [['error_type', '23505']],
};

/** Everything fails, of something else: series that must not be read. */
export const othersOf = (
  { kind }: Objective,
  source: Source,
  steps: number,
  events: number,
): ReturnType<Source> =>
  tellApart(kind).flatMap((label) => labelled(source([steps, events, 1]), label, 'other'));

/** All that must not be read; half of it fails, so that neither the good nor the bad can be taken in unnoticed. */
export const allOthersOf = (
  { kind }: Objective,
  source: Source,
  steps: number,
  events: number,
): ReturnType<Source> =>
  [...tellApart(kind).map((label) => [label, 'other'] as const), ...(leftOut[kind] ?? [])].flatMap(
    ([label, value]) => labelled(source([steps, events, 0.5]), label, value),
  );

/** The same series with another value of a label, or with one more label. */
const labelled = (all: ReturnType<Source>, label: string, value: string): ReturnType<Source> =>
  all.map(({ series, values }) => {
    const changed = series.replace(new RegExp(`\\b${label}="[^"]*"`), `${label}="${value}"`);
    return { series: changed === series ? series.replace('{', `{${label}="${value}",`) : changed, values };
  });

/** What is scraped of an objective's indicator. */
export function sourceOf(platform: Platform, objective: Objective, environment: string): Source {
  const { indicator, service, region } = objective;
  const map = platform.services.find(({ id }) => id === service)?.metricMap ?? {};
  const pools = platform.workers.find(({ id }) => id === service)?.metricMap ?? {};
  const named = (metric: string) => map[metric] ?? pools[metric] ?? metric;
  const source = sources[indicator.kind] as (
    indicator: Indicator,
    labels: Labels,
    named: (metric: string) => string,
  ) => Source;
  return source(indicator, { environment, service, region }, named);
}
