import { badness, overall, subjectOf, type VerdictWord } from '../verdict.js';
import type { GamedayRun } from './gameday-run.js';

/** The runs of one experiment in a game day. */
export interface ExperimentRuns {
  readonly name: string;
  readonly word: VerdictWord;
  readonly runs: number;
  /** The worst of them, and of equal ones the last. */
  readonly shown: GamedayRun;
}

export const nameOf = ({ verdict }: GamedayRun) => subjectOf(verdict);
const wordOf = ({ verdict }: GamedayRun) => overall(verdict.summary);

/** In the order in which they were asked for. */
export function byExperiment(runs: readonly GamedayRun[]): ExperimentRuns[] {
  return [...new Set(runs.map(nameOf))].map((name) => {
    const mine = runs.filter((run) => nameOf(run) === name);
    const shown = mine.reduce((worst, run) => (badness[wordOf(run)] >= badness[wordOf(worst)] ? run : worst));
    return { name, word: wordOf(shown), runs: mine.length, shown };
  });
}
