import { badness, subjectOf, type VerdictDocument, type VerdictWord } from '../verdict.js';

/** Which experiment decided which claim, and how. */
export interface Matrix {
  readonly claims: readonly string[];
  readonly rows: readonly MatrixRow[];
}

export interface MatrixRow {
  readonly experiment: string;
  readonly runs: number;
  /** One a claim, in order; `undefined` where the experiment does not decide it. */
  readonly cells: readonly (VerdictWord | undefined)[];
}

/** Experiments and claims in the order in which they were run and judged. */
export function matrixOf(verdicts: readonly VerdictDocument[]): Matrix {
  const claims = [...new Set(verdicts.flatMap((document) => document.claims.map(({ id }) => id)))];
  const experiments = [...new Set(verdicts.map(subjectOf))];
  return {
    claims,
    rows: experiments.map((experiment) => {
      const mine = verdicts.filter((document) => subjectOf(document) === experiment);
      const cells = claims.map((id) =>
        mine
          .flatMap((document) => document.claims.filter((claim) => claim.id === id))
          .map(({ verdict }) => verdict)
          .reduce<VerdictWord | undefined>(
            (worst, word) => (worst === undefined || badness[word] > badness[worst] ? word : worst),
            undefined,
          ),
      );
      return { experiment, runs: mine.length, cells };
    }),
  };
}
