import type { HistogramName } from '@attest/instrumentation/contract';
import { matching, type Selection, sumByServiceAndRegion } from './promql.js';

export interface CeilingIndicator {
  unit: 'ratio' | 'seconds';
  metric: HistogramName;
  windowMinutes: number;
  /** How long the ceiling must be exceeded before somebody is told. */
  forMinutes: number;
  /** Fewer events, or fewer failures, in the window than this do not make a figure. */
  floor: { of: 'events' | 'errors'; least: number };
  /** Why these numbers. */
  reason: string;
  /** Names of the recorded series. Convention: level:metric:operations (Prometheus, "Recording rules"). */
  recorded: { value: string; events: string };
  /** The figure by service, region and environment, evaluated after `recorded.events`; no result (neither 0, NaN nor Inf) where there was no traffic. */
  value(selection: Selection): string;
  /** Requests in the window, by the same labels. */
  events(selection: Selection): string;
}

/*
 * Both are measured at the edge, where `service` is the service asked for and `origin` the region that was to answer: a
 * dead server reports no errors and no latency, and a queue in front of a server is invisible to the server.
 */
const metric = 'edge_request_duration_seconds';

const events = (minutes: number) => (selection: Selection) =>
  sumByServiceAndRegion(`increase(${metric}_count${matching(selection)}[${minutes}m])`);

/** Indicators that a rule of the catalog may name. */
export const ceilingIndicators = {
  error_rate: {
    unit: 'ratio',
    metric,
    windowMinutes: 1,
    forMinutes: 1,
    floor: { of: 'errors', least: 6 },
    reason:
      'A total outage exceeds 5 % of one minute after 3 s, so that it is paged after 63 s plus one scrape, one evaluation and the group wait: ' +
      'within two minutes. For = window: an isolated failure has left the window before it could page. ' +
      'Six failures: a service of some 70 requests a minute, of which 0.4 % always fail, sees five of them within a minute once a month by chance.',
    recorded: {
      value: 'service_region:edge_errors:ratio_rate1m',
      events: 'service_region:edge_requests:increase1m',
    },
    value: (selection) => {
      const failed = sumByServiceAndRegion(
        `increase(${metric}_count${matching(selection, 'http_response_status_code=~"5.."')}[1m])`,
      );
      const all = `service_region:edge_requests:increase1m${matching(selection)}`;
      // Without the `or`, a service that never failed would have no error rate instead of 0.
      return `(${failed} or ${all} * 0) / (${all} > 0)`;
    },
    events: events(1),
  },
  p99_latency: {
    unit: 'seconds',
    metric,
    windowMinutes: 5,
    forMinutes: 2,
    floor: { of: 'events', least: 100 },
    reason:
      'The 99th percentile of fewer than 100 requests is the slowest of them. Five minutes hold that many at 20 requests a minute; ' +
      'it is a warning for working hours, so that two more minutes to be sure cost nothing.',
    recorded: {
      value: 'service_region:edge_latency_seconds:p99_rate5m',
      events: 'service_region:edge_requests:increase5m',
    },
    value: (selection) => {
      const rate = `rate(${metric}_bucket${matching(selection)}[5m])`;
      // histogram_quantile() of nothing is NaN, which the comparison drops.
      return `histogram_quantile(0.99, ${sumByServiceAndRegion(rate, 'le')}) >= 0`;
    },
    events: events(5),
  },
} as const satisfies Record<string, CeilingIndicator>;

export type CeilingIndicatorName = keyof typeof ceilingIndicators;
