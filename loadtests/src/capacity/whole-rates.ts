import type { Stage } from './plan.js';

/** Rates are told to tenths of a request a second, which a search below 100 requests a second goes by. */
const unitSeconds = 10;

export interface WholeRates {
  readonly timeUnit: string;
  readonly stages: { target: number; duration: string }[];
}

/** Stages as k6 takes them: with another number than a whole one it refuses the whole script. */
export function wholeRates(stages: readonly Pick<Stage, 'perSecond' | 'seconds'>[]): WholeRates {
  return {
    timeUnit: `${unitSeconds}s`,
    stages: stages.map(({ perSecond, seconds }) => ({
      target: Math.round(perSecond * unitSeconds),
      duration: `${seconds}s`,
    })),
  };
}
