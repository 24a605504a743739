import { type LineProblem, readJsonLines } from '../recording/json-lines.js';
import type { CanaryMetric, CanaryPolicy } from './canary-policy.js';
import { noEvidence, observe } from './evidence.js';
import { type Interval, type Measured, nothingMeasured } from './interval.js';
import { judgeCanary } from './judge.js';
import { duration } from './reasons.js';
import { type RecordedLine, recordedLineSchema } from './recorded-line.js';

export interface CanaryAnswer {
  readonly rollout: string | null;
  readonly decision: 'promote' | 'rollback' | 'inconclusive';
  /** `t` of the line that decided; of the last line, where nothing was decided. */
  readonly at: number;
  /** What it was rolled back for. */
  readonly metric: CanaryMetric | null;
  readonly reason: string;
}

export type CanaryReplay =
  | { readonly answers: readonly CanaryAnswer[] }
  | { readonly refused: readonly LineProblem[] };

/** Judges the canary stage of every rollout in a recording, or none when a line of it cannot be read. */
export function replayCanary(text: string, policy: CanaryPolicy): CanaryReplay {
  const { items, problems } = readJsonLines(text, recordedLineSchema);
  const rollouts = new Map<string | null, RecordedLine[]>();
  const outOfOrder: LineProblem[] = [];
  for (const { line, value } of items) {
    const key = value.rollout ?? null;
    const lines = rollouts.get(key) ?? [];
    rollouts.set(key, lines);
    const last = lines.at(-1);
    if (last !== undefined && value.t < last.t) {
      outOfOrder.push({ line, problem: `"t" goes back from ${last.t} to ${value.t}` });
    } else if (lines.slice(-2).some(({ t, revision }) => t === value.t && revision === value.revision)) {
      outOfOrder.push({ line, problem: `there is a line of the ${value.revision} at ${value.t} already` });
    } else lines.push(value);
  }
  const refused = [...problems, ...outOfOrder].sort((one, other) => one.line - other.line);
  if (refused.length > 0) return { refused };
  return {
    answers: [...rollouts].map(([rollout, lines]) => judgeRollout(rollout, intervalsOf(lines), policy)),
  };
}

function judgeRollout(
  rollout: string | null,
  intervals: readonly Interval[],
  policy: CanaryPolicy,
): CanaryAnswer {
  const stageSeconds = policy.stages[0]?.seconds ?? 0;
  let evidence = noEvidence;
  for (const interval of intervals) {
    evidence = observe(evidence, interval, policy);
    const judgement = judgeCanary(evidence, policy);
    const { reason } = judgement;
    if (judgement.finding === 'bad') {
      return { rollout, decision: 'rollback', at: interval.t, metric: judgement.metric, reason };
    }
    // A stage that ends without an answer goes on for as long as the recording does.
    if (judgement.finding === 'good' && interval.t >= stageSeconds) {
      return { rollout, decision: 'promote', at: interval.t, metric: null, reason };
    }
  }
  const judgement = judgeCanary(evidence, policy);
  const early = `The recording ends after ${duration(evidence.t)}, the canary stage lasts ${duration(stageSeconds)}; so far nothing is wrong with the canary.`;
  const reason = judgement.finding === 'good' ? early : judgement.reason;
  return { rollout, decision: 'inconclusive', at: evidence.t, metric: null, reason };
}

/** Lines with the same `t` are one interval; a revision without a line got no request. */
function intervalsOf(lines: readonly RecordedLine[]): Interval[] {
  const intervals: Interval[] = [];
  for (const { t, revision, ...line } of lines) {
    const last = intervals.at(-1);
    const measured = measuredOf(line);
    if (last?.t === t) intervals[intervals.length - 1] = { ...last, [revision]: measured };
    else {
      const seconds = t - (last?.t ?? 0);
      const empty = { t, seconds, canary: nothingMeasured, baseline: nothingMeasured };
      intervals.push({ ...empty, [revision]: measured });
    }
  }
  return intervals;
}

const measuredOf = ({ requests, errors, latency, cpu }: Omit<RecordedLine, 't' | 'revision'>): Measured => ({
  requests,
  errors,
  latency: latency ?? undefined,
  cpu: cpu ?? undefined,
});
