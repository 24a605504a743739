import type { Experiment } from './experiment.js';

/** Of a failover, whatever caused it. */
export const failoverClaims = [
  'failover.detection-time',
  'failover.duration',
  'failover.data-loss',
  'failover.steps',
  'failover.notification',
] as const;

/** What experiments share unless they have a reason not to: a load that shows each 10 s
 * some 250 requests, of which single ones do not decide, and that small machines bear while a fault costs them time as well. */
export const usual = {
  load: {
    writesPerSecond: 20,
    gpuWritesPerSecond: 1,
    readsPerSecond: 5,
    timeoutSeconds: 4,
    rampSeconds: 5,
  },
  steadyState: { seconds: 10, goodRatio: 0.999, patienceSeconds: 80 },
  expectations: [],
  pricePairs: 40,
} as const satisfies Partial<Experiment>;

/** Kept by the breaker that an experiment names. */
export const breakerClaim = 'environments.production.high-availability.circuit-breakers';

export const untilFailedOver = { for: 'failover', afterRecoverySeconds: 21 } as const;

/** Long enough for two windows of 10 s that are wholly under the fault, and for one after it. */
export const enduring = {
  for: 'endurance',
  seconds: 21,
  afterUndoSeconds: 12,
  abortBelowGoodRatio: 0.5,
} as const;

/** What a fault that is no reason for a failover must not do to clients. */
export const unharmed = ['expectation.served', 'expectation.no-failover', 'expectation.no-loss'] as const;

/** What experiments share whose fault is to be borne, and by which clients should not be harmed. */
export const endured = {
  ...usual,
  watch: enduring,
  expectations: unharmed,
  claims: [] as string[],
  // Those that decide about losses in a failover tell it.
  pricePairs: 0,
};
