import { type LineProblem, readJsonLines } from '../recording/json-lines.js';
import { fillBehavior } from './behavior.js';
import { type RecordedQuestion, type RecordedTimeline, recordedQuestionSchema } from './recorded-question.js';
import { desiredReplicas } from './replica-calculator.js';
import { replayTimeline, type ScalingTarget } from './timeline.js';

/** `id` is there when the question had one. */
export type AutoscalerAnswer = { readonly id?: unknown } & (
  | {
      readonly desired: number | null;
      readonly utilization: number | null;
      readonly rawUtilization: number | null;
      /** There exactly when the other three are `null`. */
      readonly error?: string;
    }
  | { readonly replicas: readonly number[] }
);

export type AutoscalerReplay =
  | { readonly answers: readonly AutoscalerAnswer[] }
  | { readonly refused: readonly LineProblem[] };

/** Answers every question of a file, or none when a line of it cannot be read. */
export function replayAutoscaler(text: string): AutoscalerReplay {
  const { items, problems } = readJsonLines(text, recordedQuestionSchema);
  if (problems.length > 0) return { refused: problems };
  return { answers: items.map(({ value }) => answerTo(value)) };
}

function answerTo(question: RecordedQuestion): AutoscalerAnswer {
  const id = question.id === undefined ? {} : { id: question.id };
  if (question.mode === 'timeline') return { ...id, replicas: timeline(question) };
  const answer = desiredReplicas(question);
  if ('error' in answer)
    return { ...id, desired: null, utilization: null, rawUtilization: null, error: answer.error };
  const { desired, utilization, rawUtilization } = answer;
  return { ...id, desired, utilization, rawUtilization };
}

function timeline({ hpa, initialReplicas, samples, until }: RecordedTimeline): number[] {
  const { behavior, min, max } = hpa;
  return replayTimeline({
    spec: {
      minReplicas: min,
      maxReplicas: max,
      behavior: behavior === undefined || behavior === null ? undefined : fillBehavior(behavior),
    },
    targets: targetsOf(hpa),
    initialReplicas,
    samples: samples.map(({ t, metrics }) => ({
      t,
      utilization: Object.fromEntries(
        metrics.flatMap(({ name, utilization }) => (utilization === null ? [] : [[name, utilization]])),
      ),
    })),
    untilSeconds: until,
  });
}

/** `autoscaling.DefaultCPUUtilization`: what the API server fills in where no metric is named. */
const defaultCpuTarget = 80;

function targetsOf({ cpuTarget, memoryTarget }: RecordedTimeline['hpa']): ScalingTarget[] {
  const named = [
    { metric: 'cpu', targetUtilization: cpuTarget },
    { metric: 'memory', targetUtilization: memoryTarget },
  ].flatMap(({ metric, targetUtilization }) =>
    targetUtilization === undefined || targetUtilization === null ? [] : [{ metric, targetUtilization }],
  );
  return named.length > 0 ? named : [{ metric: 'cpu', targetUtilization: defaultCpuTarget }];
}
