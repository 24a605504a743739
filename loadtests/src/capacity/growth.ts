import { linearRegression, median } from 'simple-statistics';

/** How much longer requests take with each second that passes; seconds per second, with one-sided 95 % ends. */
export interface Growth {
  readonly perSecond: number;
  readonly low: number;
  readonly high: number;
}

export interface TimedRequest {
  /** When it was sent. */
  readonly t: number;
  readonly ms: number;
}

const blocks = 8;
/** Fewer requests in a block have no median to speak of. */
const leastPerBlock = 3;
/** Student's t for blocks − 2 degrees of freedom. */
const t95 = 1.943;

/**
 * A queue that gets more than it can take grows by the difference, and so does the time that requests wait in it: at a
 * rate x over the capacity they take x seconds longer with each second, long before any of them is late. Measured as the
 * slope through the medians of eight equal parts of the window, because neighbouring requests share their queue and would
 * make a regression over all of them look far too certain.
 */
export function growthOf(
  requests: readonly TimedRequest[],
  fromMs: number,
  untilMs: number,
): Growth | undefined {
  const width = (untilMs - fromMs) / blocks;
  const parts: number[][] = Array.from({ length: blocks }, () => []);
  for (const { t, ms } of requests) {
    if (t >= fromMs && t < untilMs) parts[Math.min(blocks - 1, Math.floor((t - fromMs) / width))]?.push(ms);
  }
  if (parts.some(({ length }) => length < leastPerBlock)) return undefined;
  const points = parts.map((ms, index): [number, number] => [
    ((index + 0.5) * width) / 1000,
    median(ms) / 1000,
  ]);
  const { m, b } = linearRegression(points);
  const middle = (blocks * width) / 2000;
  const residuals = points.reduce((sum, [x, y]) => sum + (y - m * x - b) ** 2, 0);
  const spread = points.reduce((sum, [x]) => sum + (x - middle) ** 2, 0);
  const error = t95 * Math.sqrt(residuals / (blocks - 2) / spread);
  return { perSecond: m, low: m - error, high: m + error };
}
