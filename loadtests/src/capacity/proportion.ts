export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** One-sided 95 % of the normal distribution. */
const z = 1.6449;

/**
 * Between which values a share lies that was seen `count` times in `total`; each end is wrong at most once in twenty times.
 * `undefined` when nothing was seen.
 *
 * Source: E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, JASA 22 (1927).
 */
export function shareBounds(count: number, total: number): Bounds | undefined {
  if (total === 0) return undefined;
  const share = count / total;
  const centre = share + (z * z) / (2 * total);
  const spread = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  const scale = 1 + (z * z) / total;
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) };
}

/** Requests without a single bad one that are needed before at most `ratio` bad ones can be claimed. */
export const neededFor = (ratio: number): number => Math.ceil((z * z * (1 - ratio)) / ratio);
