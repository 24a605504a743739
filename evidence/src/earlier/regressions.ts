import { nearestRank } from '../clients.js';
import { number } from '../report/words.js';
import type { ClaimVerdict, Regression, VerdictDocument } from '../verdict.js';
import { areAlike, type Conditions, type EarlierRun } from './earlier-run.js';

/** Fewer runs say too little of what is usual: of twenty like each other, one is the worst by chance. */
const enoughRuns = 19;

interface Before {
  readonly claim: ClaimVerdict;
  readonly day: string;
  readonly isAlike: boolean;
}

/**
 * What is worse than in the runs before: a claim that held when it was last judged and does not now, or a figure that is worse than in
 * each of them. Figures are only held against those of the same machine with as many platforms beside them.
 *
 * @param earlier oldest first
 */
export function regressionsOf(
  { claims }: Pick<VerdictDocument, 'claims'>,
  conditions: Conditions | undefined,
  earlier: readonly EarlierRun[],
): Regression[] {
  return claims.flatMap((claim) => {
    const before = earlier.flatMap((run) =>
      run.verdict.claims
        .filter(({ id, verdict }) => id === claim.id && verdict !== 'inconclusive')
        .map((seen) => ({
          claim: seen,
          day: run.verdict.startedAt.slice(0, 10),
          isAlike: areAlike(run.conditions, conditions),
        })),
    );
    return claim.verdict === 'held' ? worse(claim, before) : noLongerHeld(claim, before);
  });
}

function noLongerHeld({ id, verdict }: ClaimVerdict, before: readonly Before[]): Regression[] {
  const last = before.at(-1);
  if (last?.claim.verdict !== 'held') return [];
  const held = before.filter(({ claim }) => claim.verdict === 'held').length;
  const now = verdict === 'broken' ? 'is broken now' : 'could not be judged now';
  const often = held === before.length ? runs(held) : `${held} of ${runs(before.length)}`;
  return [{ claim: id, sentence: `It held in ${often} before, last on ${last.day}, and ${now}.` }];
}

function worse({ id, promised, measured }: ClaimVerdict, before: readonly Before[]): Regression[] {
  const better = betterIs[promised.op];
  const values = before.flatMap(({ claim, isAlike }) =>
    isAlike && typeof claim.measured.value === 'number' ? [claim.measured.value] : [],
  );
  if (better === undefined || typeof measured.value !== 'number' || values.length < enoughRuns) return [];
  const sorted = values.toSorted((one, other) => better * (other - one));
  const [worst, half] = [sorted.at(-1) as number, nearestRank(sorted, 0.5) as number];
  if (better * (measured.value - worst) >= 0) return [];
  const { unit } = measured;
  const shown = (value: number) => `${number(value)}${unit === 'ratio' ? '' : ` ${unit}`}`;
  const [most, than] = better < 0 ? ['at most', 'more'] : ['at least', 'less'];
  return [
    {
      claim: id,
      sentence: `${shown(measured.value)} is ${than} than in each of ${runs(values.length)} before on this machine (half of them within ${shown(half)}, ${most} ${shown(worst)}). By chance it happens once in ${values.length + 1}.`,
    },
  ];
}

/** The direction of what is better; of other promises every figure that keeps them is as good. */
const betterIs: Readonly<Partial<Record<ClaimVerdict['promised']['op'], 1 | -1>>> = {
  '<': -1,
  '<=': -1,
  '>': 1,
  '>=': 1,
};

const runs = (count: number) => (count === 1 ? 'the one run' : `the ${count} runs`);
