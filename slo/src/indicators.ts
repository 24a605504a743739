import {
  contract,
  type ExternalMetricName,
  type HistogramName,
  type MetricName,
} from '@attest/instrumentation/contract';
import type { Indicator, IndicatorKind, Platform } from '@attest/platform';
import { secondsOf, type Window } from './duration.js';
import { bucket, type Matchers, select } from './promql.js';

/** How an indicator is counted: both expressions are one series without labels, in events a second. */
export interface Measure {
  /** What a person calls the events and their failing: "requests", "fail". */
  events: string;
  failing: string;
  metrics: readonly (MetricName | ExternalMetricName)[];
  /** In the unit of the histogram, where there is one. */
  threshold?: { metric: HistogramName; value: number; path: string };
  /** No result where nothing was counted. */
  total(window: Window): string;
  /** Rates before sums. No result where nothing ever failed. `events` reads what has been recorded of `total(window)`. */
  errors(window: Window, events: string): string;
}

interface Surroundings {
  environment: string;
  /** Contract name → the name that is in use. */
  named(metric: MetricName): string;
}

/** Data, constraint, syntax and serialization errors are of the statement, not of the database (PostgreSQL, appendix A). */
const statementErrors = '(22|23|40|42)[0-9A-Z]{3}';

type Measures = {
  [K in IndicatorKind]: (indicator: Extract<Indicator, { kind: K }>, surroundings: Surroundings) => Measure;
};

/** How each kind of indicator is counted. */
const measures: Measures = {
  availability: ({ service }, { environment, named }) => {
    // At the edge: a dead server emits no 5xx.
    const metric = 'edge_request_duration_seconds';
    const all = { environment, service };
    return counted(['requests', 'fail'], metric, named, {
      all,
      bad: { ...all, http_response_status_code: '=~5..' },
    });
  },
  latency: ({ service, thresholdMs }, { environment, named }) => {
    const metric = 'edge_request_duration_seconds';
    // A failed request is no slow one; it is counted once, as unavailable.
    const all = { environment, service, http_response_status_code: '!~5..' };
    const limit = { value: thresholdMs / 1000, path: 'indicator.thresholdMs' };
    return slow(['requests', `take longer than ${thresholdMs} ms`], metric, named, {
      all,
      limit,
    });
  },
  'queue-age': ({ queue, thresholdSeconds }, { environment, named }) =>
    slow(['jobs', `wait for longer than ${thresholdSeconds} s`], 'queue_wait_seconds', named, {
      all: { environment, queue },
      limit: { value: thresholdSeconds, path: 'indicator.thresholdSeconds' },
    }),
  'queue-success': ({ queue }, { environment, named }) => {
    const all = { environment, messaging_destination_name: queue };
    return counted(['attempts', 'fail'], 'messaging_process_duration_seconds', named, {
      all,
      bad: { ...all, outcome: 'failure' },
    });
  },
  'gpu-success': ({ region, gpuType }, { environment, named }) => {
    const all = { environment, region, gpu: gpuType };
    return counted(['predictions', 'fail'], 'gpu_prediction_duration_seconds', named, {
      all,
      bad: { ...all, outcome: 'failure' },
    });
  },
  'gpu-queue-time': ({ region, gpuType, thresholdSeconds }, { environment, named }) =>
    slow(
      ['predictions', `wait for longer than ${thresholdSeconds} s`],
      'gpu_prediction_queue_seconds',
      named,
      {
        all: { environment, region, gpu: gpuType },
        limit: { value: thresholdSeconds, path: 'indicator.thresholdSeconds' },
      },
    ),
  'database-availability': (_, { environment, named }) =>
    counted(['operations', 'are failed by the database'], 'db_client_operation_duration_seconds', named, {
      all: { environment },
      bad: { environment, error_type: `!~|${statementErrors}` },
    }),
  'database-latency': ({ thresholdMs }, { environment, named }) =>
    slow(
      ['operations', `take longer than ${thresholdMs} ms`],
      'db_client_operation_duration_seconds',
      named,
      {
        all: { environment, error_type: '' },
        limit: { value: thresholdMs / 1000, path: 'indicator.thresholdMs' },
      },
    ),
  'replication-lag': ({ thresholdSeconds }, { environment, named }) => {
    // A gauge has no events; its readings, four a minute, take their place.
    const lag = select(named('replication_lag_seconds'), { environment });
    return {
      events: 'readings',
      failing: `find a standby more than ${thresholdSeconds} s behind`,
      metrics: ['replication_lag_seconds'],
      total: (window) => `sum(count_over_time(${lag}[${window}:15s])) / ${secondsOf(window)}`,
      errors: (window) =>
        `sum(sum_over_time((${lag} > bool ${thresholdSeconds})[${window}:15s])) / ${secondsOf(window)}`,
    };
  },
  ratio: ({ service, errors, events }, { environment, named }) => {
    const part = ({ metric, labels }: typeof errors) =>
      select(seriesOf(metric, named), { environment, service, ...labels });
    const sum = (of: typeof errors) => (window: Window) => `sum(rate(${part(of)}[${window}]))`;
    return {
      events: 'events',
      failing: 'fail',
      metrics: [errors.metric, events.metric] as MetricName[],
      total: sum(events),
      errors: sum(errors),
    };
  },
};

/** The series that counts: a histogram's count, or the counter itself. */
function seriesOf(metric: string, named: Surroundings['named']): string {
  const definition = (contract as Record<string, { type: string } | undefined>)[metric];
  return definition?.type === 'histogram'
    ? `${named(metric as MetricName)}_count`
    : named(metric as MetricName);
}

function counted(
  [events, failing]: readonly [string, string],
  metric: HistogramName,
  named: Surroundings['named'],
  { all, bad }: { all: Matchers; bad: Matchers },
): Measure {
  const sum = (matchers: Matchers) => (window: Window) =>
    `sum(rate(${select(`${named(metric)}_count`, matchers)}[${window}]))`;
  return { events, failing, metrics: [metric], total: sum(all), errors: sum(bad) };
}

function slow(
  [events, failing]: readonly [string, string],
  metric: HistogramName,
  named: Surroundings['named'],
  { all, limit }: { all: Matchers; limit: { value: number; path: string } },
): Measure {
  const sum = (part: string, matchers: Matchers, window: Window) =>
    `sum(rate(${select(`${named(metric)}_${part}`, matchers)}[${window}]))`;
  return {
    events,
    failing,
    metrics: [metric],
    threshold: { metric, ...limit },
    total: (window) => sum('count', all, window),
    // Extrapolation may round the two differently, and fewer than none is no number of requests.
    errors: (window, recordedEvents) =>
      `clamp_min(${recordedEvents} - on () ${sum('bucket', { ...all, le: bucket(limit.value) }, window)}, 0)`,
  };
}

/** How an indicator is counted on a platform, with the names that its services use. */
export function measureOf(platform: Platform, indicator: Indicator, environment: string): Measure {
  const map = mapOf(platform, indicator);
  const measure = measures[indicator.kind] as (indicator: Indicator, surroundings: Surroundings) => Measure;
  return measure(indicator, { environment, named: (metric) => map[metric] ?? metric });
}

function mapOf({ services, workers }: Platform, indicator: Indicator): Readonly<Record<string, string>> {
  if ('service' in indicator) return services.find(({ id }) => id === indicator.service)?.metricMap ?? {};
  if ('queue' in indicator)
    return workers.find(({ queues }) => queues.includes(indicator.queue))?.metricMap ?? {};
  return {};
}
