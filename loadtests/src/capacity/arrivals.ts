import type { Stage } from './plan.js';

/**
 * When the n-th arrival (from 0) of a ramping arrival rate is due, in ms since the scenario began: k6 starts it when the
 * area under the rate reaches n + 1. `undefined` after the last stage.
 * Source: the executor's own comment, https://github.com/grafana/k6/blob/v2.2.0/lib/executor/ramping_arrival_rate.go
 */
export function dueMs(
  n: number,
  stages: readonly Pick<Stage, 'perSecond' | 'seconds'>[],
): number | undefined {
  let remaining = n + 1;
  let rate = 0;
  let startSeconds = 0;
  for (const { perSecond, seconds } of stages) {
    const area = ((rate + perSecond) / 2) * seconds;
    if (remaining <= area && area > 0)
      return 1000 * (startSeconds + timeWithin(remaining, rate, perSecond, seconds));
    remaining -= area;
    rate = perSecond;
    startSeconds += seconds;
  }
  return undefined;
}

/** The stage in which the n-th arrival is due; `undefined` after the last one. */
export function stageOfArrival<S extends Pick<Stage, 'perSecond' | 'seconds'>>(
  n: number,
  stages: readonly S[],
): S | undefined {
  let remaining = n + 1;
  let rate = 0;
  for (const stage of stages) {
    remaining -= ((rate + stage.perSecond) / 2) * stage.seconds;
    rate = stage.perSecond;
    if (remaining <= 0) return stage;
  }
  return undefined;
}

/** When a stage that goes from `from` to `to` has brought `area` arrivals, in seconds since it began. */
function timeWithin(area: number, from: number, to: number, seconds: number): number {
  const slope = (to - from) / seconds;
  if (Math.abs(slope) < 1e-9) return area / from;
  return (Math.sqrt(from * from + 2 * slope * area) - from) / slope;
}
