import type { CapacityAnswer, CapacityComparison, Knee, VerdictDocument } from '@attest/evidence';
import { shareBounds } from './proportion.js';

/**
 * This run against an earlier one. A difference is one only when the two intervals do not overlap: knees by their brackets,
 * profiles by the share of failures and the p99, each with its 95 % interval. Otherwise it is said to be noise.
 */
export function compareCapacity(
  now: CapacityAnswer,
  before: VerdictDocument,
): CapacityComparison | undefined {
  const then = before.capacity;
  if (then === undefined) return undefined;
  const { isDifferent, sentence } =
    now.knee.value !== null || then.knee.value !== null ? knees(now.knee, then.knee) : qualities(now, then);
  return {
    run: before.run,
    knee: then.knee,
    isDifferent,
    sentence: `Compared with ${before.run}: ${sentence}`,
  };
}

function knees(now: Knee, then: Knee): Pick<CapacityComparison, 'isDifferent' | 'sentence'> {
  if (now.value === null || then.value === null) {
    const [found, run] = now.value === null ? [then.value, 'then'] : [now.value, 'now'];
    return { isDifferent: true, sentence: `a knee only ${run}, at ${found} requests/s.` };
  }
  const change = 100 * (now.value / then.value - 1);
  const text = `the knee was ${then.value} and is ${now.value} requests/s (${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(1)} %)`;
  if (now.lowerBound || then.lowerBound)
    return {
      isDifferent: false,
      sentence: `${text}; one of them is only a lower bound, so nothing can be said.`,
    };
  const apart =
    (now.low ?? 0) > (then.high ?? Number.POSITIVE_INFINITY) ||
    (now.high ?? Number.POSITIVE_INFINITY) < (then.low ?? 0);
  return {
    isDifferent: apart,
    sentence: `${text}, ${apart ? 'more than noise: the intervals do not overlap' : 'no more than noise: the intervals overlap'}.`,
  };
}

function qualities(
  { quality: now }: CapacityAnswer,
  { quality: then }: CapacityAnswer,
): Pick<CapacityComparison, 'isDifferent' | 'sentence'> {
  if (now === null || then === null)
    return { isDifferent: false, sentence: 'one of the two measured nothing.' };
  const differences: string[] = [];
  const [errorsNow, errorsThen] = [
    shareBounds(now.failed, now.requests),
    shareBounds(then.failed, then.requests),
  ];
  if (
    errorsNow !== undefined &&
    errorsThen !== undefined &&
    (errorsNow.low > errorsThen.high || errorsNow.high < errorsThen.low)
  )
    differences.push(
      `failures went from ${percent(then.failed / then.requests)} to ${percent(now.failed / now.requests)}`,
    );
  if (Number(now.p99LowMs) > Number(then.p99HighMs) || Number(now.p99HighMs) < Number(then.p99LowMs))
    differences.push(`the p99 went from ${then.p99Ms} to ${now.p99Ms} ms`);
  if (differences.length > 0)
    return { isDifferent: true, sentence: `${differences.join(', and ')}, more than noise.` };
  return { isDifferent: false, sentence: `p99 ${then.p99Ms} then, ${now.p99Ms} ms now, no more than noise.` };
}

const percent = (ratio: number) => `${Number((ratio * 100).toFixed(2))} %`;
