import type { Events } from './events.js';

/**
 * ln of the likelihood ratio of two event rates for `events` of `total`. An e-value against all rates up to `nullRate` when `alternative`
 * is above it, against all from `nullRate` on when it is below. Source: Wald, "Sequential tests of statistical hypotheses" (1945).
 */
export function logRateEValue(total: number, events: number, alternative: number, nullRate: number): number {
  const weighted = (count: number, ratio: number) => (count === 0 ? 0 : count * Math.log(ratio));
  return (
    weighted(events, alternative / nullRate) + weighted(total - events, (1 - alternative) / (1 - nullRate))
  );
}

/** The same for a rate so many times the accepted one, which is no more than nearly all. */
export const logExcessEValue = ({ total, events }: Events, multiple: number, accepted: number): number =>
  logRateEValue(total, events, Math.min(multiple * accepted, 0.99), accepted);
