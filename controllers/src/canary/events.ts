import type { CanaryPolicy } from './canary-policy.js';
import { countAbove, type Interval, type LatencyHistogram, sum } from './interval.js';
import type { TwoByTwo } from './odds-e-value.js';

/** How many of the canary's requests went wrong, in one sense or another. */
export interface Events {
  readonly total: number;
  readonly events: number;
}

export const errorsOf = ({ canary, baseline }: Interval): TwoByTwo => ({
  canaryTotal: canary.requests,
  canaryEvents: canary.errors,
  baselineTotal: baseline.requests,
  baselineEvents: baseline.errors,
});

export const errorsOfCanary = ({ requests, errors }: Interval['canary']): Events => ({
  total: requests,
  events: errors,
});

/** Requests that were certainly slower than the promise: beyond the first boundary that is not below it. */
export function certainlySlow({ latency }: Interval['canary'], policy: CanaryPolicy): Events | undefined {
  return beyond(
    latency,
    latency?.le.find((boundary) => boundary >= policy.latencyP99Seconds),
  );
}

/** Requests that may have been slower than the promise: beyond the last boundary that is not above it. */
export function possiblySlow({ latency }: Interval['canary'], policy: CanaryPolicy): Events | undefined {
  return beyond(
    latency,
    latency?.le.findLast((boundary) => boundary <= policy.latencyP99Seconds),
  );
}

function beyond(latency: LatencyHistogram | undefined, boundary: number | undefined): Events | undefined {
  if (latency === undefined || boundary === undefined) return undefined;
  return { total: sum(latency.counts), events: countAbove(latency, boundary) ?? 0 };
}

/**
 * Requests beyond the first boundary that at most this share of both revisions' requests exceed. The boundary is chosen by what
 * both did together, on which the test is conditioned anyway, so that choosing it costs nothing.
 */
export function tailOf({ canary, baseline }: Interval, share: number): TwoByTwo | undefined {
  if (canary.latency === undefined || baseline.latency === undefined) return undefined;
  const one = canary.latency;
  const other = baseline.latency;
  const canaryTotal = sum(one.counts);
  const baselineTotal = sum(other.counts);
  for (const boundary of one.le) {
    const canaryEvents = countAbove(one, boundary);
    const baselineEvents = countAbove(other, boundary);
    if (canaryEvents === undefined || baselineEvents === undefined) continue;
    if (canaryEvents + baselineEvents <= share * (canaryTotal + baselineTotal)) {
      return { canaryTotal, canaryEvents, baselineTotal, baselineEvents };
    }
  }
  return undefined;
}
