export interface Estimate {
  readonly value: number;
  /** 95 % interval. */
  readonly low: number;
  readonly high: number;
}

const resamples = 4000;

/**
 * Percentile bootstrap over pairs: resamples whole rounds, so that what was measured together stays together.
 * Source: Efron and Tibshirani, An Introduction to the Bootstrap, ch. 13.
 */
export function bootstrap<Round>(
  rounds: readonly Round[],
  statistic: (rounds: readonly Round[]) => number,
): Estimate {
  const random = generator(1);
  const values = Array.from({ length: resamples }, () =>
    statistic(rounds.map(() => rounds[Math.floor(random() * rounds.length)] as Round)),
  ).sort((a, b) => a - b);
  const at = (share: number): number => values[Math.floor(share * (values.length - 1))] as number;
  return { value: statistic(rounds), low: at(0.025), high: at(0.975) };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] as number;
}

/** Marsaglia's xorshift, so that two evaluations of the same rounds give the same interval. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
