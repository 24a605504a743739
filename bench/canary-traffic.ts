/** Simulated rollouts: what a revision does in a minute, from a seeded generator. */
import type { CanaryPolicy, Interval, Measured } from '@attest/controllers';

export interface Behaviour {
  readonly errorRate: number;
  /** Median and spread of a lognormal latency; p99 is median · exp(2.326 · sigma). */
  readonly medianSeconds: number;
  readonly sigma: number;
  readonly cpu: number;
}

export interface Scenario {
  readonly name: string;
  readonly bad: boolean;
  /** Of the canary in its own stage, a second. */
  readonly canaryRps: number;
  at(minute: number): { readonly canary: Behaviour; readonly baseline: Behaviour };
}

export type Random = () => number;

/** mulberry32 (Ettinger, public domain). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Exact below a mean of 100 (waiting times), normal with its skewness corrected (Cornish and Fisher) above. */
export function binomial(random: Random, n: number, p: number): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(random, n, 1 - p);
  const mean = n * p;
  if (mean > 100) {
    const sd = Math.sqrt(mean * (1 - p));
    const z = normal(random);
    return Math.min(n, Math.max(0, Math.round(mean + sd * (z + (((1 - 2 * p) / sd) * (z * z - 1)) / 6))));
  }
  let count = 0;
  for (let at = geometric(random, p); at <= n; at += geometric(random, p)) count += 1;
  return count;
}

const geometric = (random: Random, p: number) => Math.floor(Math.log(1 - random()) / Math.log1p(-p)) + 1;

const poisson = (random: Random, mean: number) => binomial(random, Math.round(mean * 1000), 0.001);

const boundaries = [0.1, 0.25, 0.5, 0.75, 1, 2.5, Number.POSITIVE_INFINITY];

/** Abramowitz and Stegun 7.1.26. */
function normalTail(z: number): number {
  const t = 1 / (1 + 0.3275911 * (Math.abs(z) / Math.SQRT2));
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = 0.5 * series * Math.exp((-z * z) / 2);
  return z >= 0 ? tail : 1 - tail;
}

function measured(random: Random, requests: number, behaviour: Behaviour): Measured {
  const beyond = boundaries.map((boundary) =>
    boundary === Number.POSITIVE_INFINITY
      ? 0
      : normalTail(Math.log(boundary / behaviour.medianSeconds) / behaviour.sigma),
  );
  const counts: number[] = [];
  let left = requests;
  let share = 1;
  for (const tail of beyond) {
    const above = tail === 0 ? 0 : binomial(random, left, Math.min(1, tail / share));
    counts.push(left - above);
    left = above;
    share = tail;
  }
  return {
    requests,
    errors: binomial(random, requests, behaviour.errorRate),
    latency: { le: boundaries, counts },
    cpu: behaviour.cpu * Math.exp(0.08 * normal(random)),
  };
}

/** The whole rollout, minute by minute. */
export function* rollout(random: Random, scenario: Scenario, policy: CanaryPolicy): Generator<Interval> {
  const total = (scenario.canaryRps / (policy.stages[0]?.weight ?? 1)) * 60;
  let minute = 0;
  for (const { weight, seconds } of policy.stages) {
    for (let end = minute + seconds / 60; minute < end; minute += 1) {
      const { canary, baseline } = scenario.at(minute);
      yield {
        t: (minute + 1) * 60,
        seconds: 60,
        canary: measured(random, poisson(random, total * weight), canary),
        baseline: measured(random, poisson(random, total * (1 - weight)), baseline),
      };
    }
  }
}
