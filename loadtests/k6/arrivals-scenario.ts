import type { Scenario } from 'k6/options';
import { type CapacityPlan, type Stage, timeoutSeconds, virtualUsersFor } from '../src/capacity/plan.ts';
import { wholeRates } from '../src/capacity/whole-rates.ts';

/** Arrivals at the rates of the stages, whatever becomes of their answers; calls the script's `request`. */
export function arrivals(stages: readonly Stage[], { promised }: CapacityPlan): Scenario {
  const highest = Math.max(...stages.map(({ perSecond }) => perSecond));
  const virtualUsers = Number(__ENV.VIRTUAL_USERS ?? virtualUsersFor(highest, promised));
  return {
    executor: 'ramping-arrival-rate',
    exec: 'request',
    startRate: 0,
    ...wholeRates(stages),
    preAllocatedVUs: virtualUsers,
    maxVUs: virtualUsers,
    gracefulStop: `${timeoutSeconds(promised) + 1}s`,
  };
}
