import { median, quantileSorted } from 'simple-statistics';
import type { Price } from './evidence.js';

export interface CommitPair {
  readonly durableMs: number;
  readonly localMs: number;
}

/**
 * What durability costs a commit, from pairs measured alternately on the same primary. The difference is the
 * Hodges–Lehmann estimate (median of all Walsh averages of the paired differences) with the distribution-free interval
 * that the Wilcoxon signed-rank test gives; commit times are skewed, so means and normal intervals would mislead.
 *
 * Source: Hollander, Wolfe, Chicken: Nonparametric Statistical Methods, 3rd ed., sections 3.2 and 3.3.
 *
 * @throws RangeError with fewer than 6 pairs: below that no 95 % interval exists
 */
export function commitPrice(pairs: readonly CommitPair[]): Price {
  if (pairs.length < 6) throw new RangeError(`a 95 % interval needs at least 6 pairs, not ${pairs.length}`);
  const walsh = walshAverages(pairs.map(({ durableMs, localMs }) => durableMs - localMs));
  const rank = lowerRank(pairs.length);
  const durableMedianMs = median(pairs.map(({ durableMs }) => durableMs));
  const localMedianMs = median(pairs.map(({ localMs }) => localMs));
  return {
    pairs: pairs.length,
    durableMedianMs: micro(durableMedianMs),
    localMedianMs: micro(localMedianMs),
    differenceMs: micro(quantileSorted(walsh, 0.5)),
    lowMs: micro(walsh[rank - 1] as number),
    highMs: micro(walsh[walsh.length - rank] as number),
    confidence: 0.95,
    ratio: micro(durableMedianMs / localMedianMs),
  };
}

function walshAverages(differences: readonly number[]): number[] {
  const averages: number[] = [];
  differences.forEach((a, index) => {
    for (const b of differences.slice(index)) averages.push((a + b) / 2);
  });
  return averages.sort((a, b) => a - b);
}

/**
 * Rank of the interval's lower end among the ordered Walsh averages: the largest c for which the signed-rank statistic
 * is below c with a probability of at most 2.5 %. Exact up to 100 pairs, by the normal approximation above.
 */
function lowerRank(n: number): number {
  const whole = (n * (n + 1)) / 2;
  if (n > 100) {
    return Math.floor(whole / 2 - 1.959964 * Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24));
  }
  const probability = new Float64Array(whole + 1);
  probability[0] = 1;
  for (let rank = 1; rank <= n; rank += 1) {
    for (let sum = whole; sum >= 0; sum -= 1) {
      const without = probability[sum] as number;
      probability[sum] = (without + (sum >= rank ? (probability[sum - rank] as number) : 0)) / 2;
    }
  }
  let below = 0;
  let c = 0;
  while (below + (probability[c] as number) <= 0.025) {
    below += probability[c] as number;
    c += 1;
  }
  return c;
}

/** Microseconds: more digits would be noise. */
const micro = (value: number) => Math.round(value * 1000) / 1000;
