import { type ModelName, models } from './known-models.js';

/** A pause this long ends a step: the next one begins with another rate, 250 ms later at the soonest. Within the slowest, 92 ms are the most. */
const pauseMs = 200;
/** Of fewer arrivals nobody can say how even they are. */
const leastArrivals = 300;
const simulatedArrivals = 20_000;

/**
 * How much earlier or later than at an even pace requests arrived, in the order in which they did, over all steps that are
 * long enough. A server that cannot wait answers fewer of an uneven stream than its capacity says.
 *
 * @param arrivedMs of all steps, each at one rate
 */
export function unevenness(arrivedMs: readonly number[]): number[] {
  const steps: number[][] = [];
  for (const [index, ms] of arrivedMs.entries()) {
    if (index === 0 || ms - (arrivedMs[index - 1] as number) > pauseMs) steps.push([]);
    steps.at(-1)?.push(ms);
  }
  return steps.filter(({ length }) => length >= leastArrivals).flatMap(offEvenPace);
}

/** Residuals of the line through (number, time): least squares. */
function offEvenPace(step: readonly number[]): number[] {
  const count = step.length;
  const middle = (count - 1) / 2;
  const meanMs = step.reduce((sum, ms) => sum + ms, 0) / count;
  let covariance = 0;
  let variance = 0;
  for (const [index, ms] of step.entries()) {
    covariance += (index - middle) * (ms - meanMs);
    variance += (index - middle) ** 2;
  }
  const everyMs = covariance / variance;
  return step.map((ms, index) => ms - (meanMs + (index - middle) * everyMs));
}

/**
 * The highest rate at which a server without a queue refuses or fails no more than is promised, by its own rule, of requests that
 * arrive as unevenly as those that it has seen. To a thousandth of its capacity; requests a second.
 */
export function trueKnee(
  kind: ModelName,
  capacity: number,
  concurrency: number,
  errorRatio: number,
  uneven: readonly number[],
): number {
  for (let thousandths = 1050; thousandths > 500; thousandths -= 1) {
    const perSecond = (capacity * thousandths) / 1000;
    if (failedShare(kind, capacity, concurrency, perSecond, uneven) <= errorRatio) return perSecond;
  }
  throw new Error(`${kind} of ${capacity}/s fails too much even at half of it`);
}

function failedShare(
  kind: ModelName,
  capacity: number,
  concurrency: number,
  perSecond: number,
  uneven: readonly number[],
): number {
  const reply = models[kind](capacity, concurrency);
  const arrivals = Array.from(
    { length: simulatedArrivals },
    (_, index) => 10_000 + (index * 1000) / perSecond + (uneven[index % uneven.length] ?? 0),
  ).sort((a, b) => a - b);
  return arrivals.filter((ms) => reply(ms).status !== 200).length / simulatedArrivals;
}
