import type { CanaryPolicy } from './canary-policy.js';
import { type Events, errorsOf, errorsOfCanary, possiblySlow, tailOf } from './events.js';
import type { Interval } from './interval.js';
import { logOddsEValue } from './odds-e-value.js';
import { logRateEValue } from './rate-e-value.js';

/** What has to be known of a canary before it is promoted; each is the refutation of a doubt. */
export type Assurance =
  | 'errors-below-threshold'
  | 'errors-negligible'
  | 'errors-not-doubled'
  | 'latency-below-threshold'
  | 'tail-not-doubled';

export interface Refutation {
  readonly weights: readonly number[];
  /** ln of the e-value of each alternative in one interval, against the doubt. */
  logFactors(interval: Interval, policy: CanaryPolicy): readonly number[];
}

/** Each assurance is given with this certainty, whenever one looks. */
export const doubt = 0.05;

/** A difference of error rates below this share of the threshold moves nobody. */
export const negligible = 0.2;

/** What the judge promises to find: twice as many. */
const doubled = 2;

/** Rates that a good canary may have, as shares of the one that it must not have. */
const below = [0, 0.1, 0.3, 0.6, 0.8, 0.9] as const;
const evenly = below.map(() => 1 / below.length);

const belowRate = (events: Events | undefined, rate: number) =>
  below.map((share) =>
    events === undefined ? 0 : logRateEValue(events.total, events.events, share * rate, rate),
  );

const tailShare = 0.1;

export const assurances = {
  'errors-below-threshold': {
    weights: evenly,
    logFactors: (interval, { errorRate }) => belowRate(errorsOfCanary(interval.canary), errorRate),
  },
  'errors-negligible': {
    weights: evenly,
    logFactors: (interval, { errorRate }) =>
      belowRate(errorsOfCanary(interval.canary), negligible * errorRate),
  },
  'errors-not-doubled': {
    weights: [1],
    logFactors: (interval) => [logOddsEValue(errorsOf(interval), 1, doubled)],
  },
  'latency-below-threshold': {
    weights: evenly,
    logFactors: ({ canary }, policy) => belowRate(possiblySlow(canary, policy), 0.01),
  },
  'tail-not-doubled': {
    weights: [1],
    logFactors: (interval) => {
      const table = tailOf(interval, tailShare);
      return [table === undefined ? 0 : logOddsEValue(table, 1, doubled)];
    },
  },
} as const satisfies Record<Assurance, Refutation>;

export const assuranceNames = Object.keys(assurances) as Assurance[];
