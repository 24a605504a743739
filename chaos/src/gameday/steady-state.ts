import type { ClientsSecond } from '@attest/evidence';
import type { Experiment } from '../experiments/index.js';

export type SteadyState = { readonly steady: true } | { readonly steady: false; readonly because: string };

/**
 * Steady: in each of the last seconds enough requests arrived (a platform without traffic is not steady, it is unwatched),
 * and together they were good.
 */
export function steadyState(
  seconds: readonly ClientsSecond[],
  { steadyState: wanted, load }: Experiment,
): SteadyState {
  const due = load.writesPerSecond + load.gpuWritesPerSecond + load.readsPerSecond;
  const bySecond = new Map<number, { arrivals: number; good: number }>();
  for (const { second, arrivals, good } of seconds) {
    const sum = bySecond.get(second) ?? { arrivals: 0, good: 0 };
    bySecond.set(second, { arrivals: sum.arrivals + arrivals, good: sum.good + good });
  }
  const last = [...bySecond.entries()].sort(([a], [b]) => a - b).slice(-wanted.seconds);
  if (last.length < wanted.seconds)
    return { steady: false, because: `${last.length} of ${wanted.seconds} s watched` };
  const silent = last.find(([, { arrivals }]) => arrivals === 0);
  if (silent !== undefined)
    return { steady: false, because: `no request in a second of the last ${wanted.seconds}` };
  const arrivals = last.reduce((sum, [, second]) => sum + second.arrivals, 0);
  if (arrivals < due * wanted.seconds * 0.95) {
    return {
      steady: false,
      because: `only ${Math.round(arrivals / wanted.seconds)} of ${due} requests a second`,
    };
  }
  const good = last.reduce((sum, [, second]) => sum + second.good, 0);
  if (good / arrivals < wanted.goodRatio) {
    return { steady: false, because: `${arrivals - good} of ${arrivals} requests were not good` };
  }
  return { steady: true };
}
