import { logAdd, logSum } from './log-space.js';

/**
 * Evidence that may be looked at after every interval: under the hypothesis that nothing is wrong, the chance that it ever exceeds 1/α
 * is at most α (Ville's inequality). It is a mixture over alternatives, and over the time at which the trouble began: most of the
 * weight on the beginning, the rest spread evenly over the whole rollout, so that a canary that turns bad late is found as well.
 *
 * Sources: Howard, Ramdas, McAuliffe, Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences", Annals of
 * Statistics 49 (2021) for mixtures; Shin, Ramdas, Rinaldo, "E-detectors", New England Journal of Statistics in Data Science (2024) for starting times.
 */
export interface EProcess {
  /** ln of the wealth of each alternative, all starting times that have come taken together. */
  readonly logWealth: readonly number[];
  /** Weight of the starting times that have not come. */
  readonly waiting: number;
}

const fromTheBeginning = 0.8;

export const startEProcess = (alternatives: number): EProcess => ({
  logWealth: Array.from({ length: alternatives }, () => Math.log(fromTheBeginning)),
  waiting: 1 - fromTheBeginning,
});

/** @param share of the whole rollout that the interval is; @param logFactors of the alternatives, 0 where nothing was measured */
export function advance(
  { logWealth, waiting }: EProcess,
  share: number,
  logFactors: readonly number[],
): EProcess {
  const starting = Math.min(waiting, (1 - fromTheBeginning) * share);
  return {
    logWealth: logWealth.map((wealth, at) => logAdd(wealth, Math.log(starting)) + (logFactors[at] ?? 0)),
    waiting: waiting - starting,
  };
}

/** ln of the evidence. */
export const logEvidence = ({ logWealth, waiting }: EProcess, weights: readonly number[]): number =>
  logAdd(Math.log(waiting), logSum(logWealth.map((wealth, at) => Math.log(weights[at] ?? 0) + wealth)));
