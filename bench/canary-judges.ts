/**
 * Our own re-implementations of how others decide, each with the thresholds of the architecture. They look once a minute.
 * A judge says at which minute it rolls back, or never.
 */
import { type CanaryPolicy, type Interval, judgeCanary, noEvidence, observe } from '@attest/controllers';

export interface RunningJudge {
  /** True: roll back now. */
  look(interval: Interval): boolean;
}

export type Judge = (policy: CanaryPolicy) => RunningJudge;

const errorRate = ({ canary }: Interval) =>
  canary.requests === 0 ? undefined : canary.errors / canary.requests;

function p99({ le, counts }: { le: readonly number[]; counts: readonly number[] }): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let seen = 0;
  for (const [at, count] of counts.entries()) {
    if (seen + count >= 0.99 * total) {
      const low = le[at - 1] ?? 0;
      const high = le[at] ?? 0;
      // As histogram_quantile does: linear within the bucket, the last finite bound beyond it.
      return high === Number.POSITIVE_INFINITY ? low : low + ((high - low) * (0.99 * total - seen)) / count;
    }
    seen += count;
  }
  return undefined;
}

function exceeds(interval: Interval, policy: CanaryPolicy): boolean {
  const slow = interval.canary.latency === undefined ? undefined : p99(interval.canary.latency);
  return (
    (errorRate(interval) ?? 0) > policy.errorRate || (slow !== undefined && slow > policy.latencyP99Seconds)
  );
}

/** The rule of the architecture, read literally: one look above a threshold and back. */
const threshold: Judge = (policy) => ({ look: (interval) => exceeds(interval, policy) });

/** So many failed measurements in all are forgiven. Argo Rollouts: `failureLimit` of an AnalysisTemplate, 3 in its examples. */
const argoLike: Judge = (policy) => {
  let failed = 0;
  return {
    look: (interval) => {
      if (exceeds(interval, policy)) failed += 1;
      return failed > 3;
    },
  };
};

/** Flagger: `threshold: 5` failed checks, `interval: 1m`, and no check at all without traffic, as in its tutorials. */
const flaggerLike: Judge = (policy) => {
  let failed = 0;
  return {
    look: (interval) => {
      if (interval.canary.requests > 0 && exceeds(interval, policy)) failed += 1;
      return failed >= 5;
    },
  };
};

/** Kayenta: Mann-Whitney U on the series of both, confidence 0.98, here every five minutes on all that there is so far. */
const kayentaLike: Judge = () => {
  const canary: { errors: number[]; p99: number[]; cpu: number[] } = { errors: [], p99: [], cpu: [] };
  const baseline: typeof canary = { errors: [], p99: [], cpu: [] };
  const add = (series: typeof canary, it: Interval['canary']) => {
    if (it.requests > 0) series.errors.push(it.errors / it.requests);
    const slow = it.latency === undefined ? undefined : p99(it.latency);
    if (slow !== undefined) series.p99.push(slow);
    if (it.cpu !== undefined) series.cpu.push(it.cpu);
  };
  return {
    look: (interval) => {
      add(canary, interval.canary);
      add(baseline, interval.baseline);
      if ((interval.t / 60) % 5 !== 0) return false;
      return (['errors', 'p99', 'cpu'] as const).some((name) => isHigher(canary[name], baseline[name]));
    },
  };
};

/** Normal approximation with ties corrected, two-sided at 2 %, and in the direction that hurts. */
function isHigher(one: readonly number[], other: readonly number[]): boolean {
  const n = one.length + other.length;
  if (one.length < 3 || other.length < 3) return false;
  const all = [
    ...one.map((value) => ({ value, mine: true })),
    ...other.map((value) => ({ value, mine: false })),
  ].sort((a, b) => a.value - b.value);
  let ranks = 0;
  let ties = 0;
  for (let from = 0; from < n; ) {
    let to = from;
    while (to < n && all[to]?.value === all[from]?.value) to += 1;
    const size = to - from;
    ties += size ** 3 - size;
    for (let at = from; at < to; at += 1) if (all[at]?.mine) ranks += (from + to + 1) / 2;
    from = to;
  }
  const u = ranks - (one.length * (one.length + 1)) / 2;
  const variance = ((one.length * other.length) / 12) * (n + 1 - ties / (n * (n - 1)));
  return variance > 0 && (u - (one.length * other.length) / 2) / Math.sqrt(variance) > 2.326;
}

const attest: Judge = (policy) => {
  let evidence = noEvidence;
  return {
    look: (interval) => {
      evidence = observe(evidence, interval, policy);
      return judgeCanary(evidence, policy).finding === 'bad';
    },
  };
};

export const judges = {
  Attest: attest,
  'threshold rule': threshold,
  'Argo-like': argoLike,
  'Flagger-like': flaggerLike,
  'Kayenta-like': kayentaLike,
} as const satisfies Record<string, Judge>;
