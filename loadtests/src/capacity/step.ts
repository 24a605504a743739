import { type CapacityStep, nearestRank } from '@attest/evidence';
import { dueMs } from './arrivals.js';
import { growthOf } from './growth.js';
import { latencyHistogram } from './latency-histogram.js';
import { type PromisedQuality, type Stage, virtualUsersFor } from './plan.js';
import type { RequestLine } from './request-line.js';

export interface StepInput {
  readonly lines: readonly RequestLine[];
  readonly stages: readonly Stage[];
  /** Which of the stages the step is. */
  readonly stage: number;
  /** Left out at its beginning: connections are opened there. */
  readonly warmUpSeconds: number;
  readonly promised: PromisedQuality;
  readonly purpose: CapacityStep['purpose'];
  /** As k6 counted them, with the time by which it had. */
  readonly drops: readonly { readonly t: number; readonly total: number }[];
  readonly virtualUsers: number;
  readonly cutShort: boolean;
  readonly generator: Omit<CapacityStep['generator'], 'lagP99Ms'>;
}

/** One stage of a k6 run, from what its script said of each request. */
export function stepOf(input: StepInput): CapacityStep {
  const { lines, stages, stage: index, warmUpSeconds, promised, purpose, generator } = input;
  const stage = stages[index] as Stage;
  const lags = startsOf(lines, stages);
  const startMs =
    1000 * stages.slice(0, index).reduce((sum, { seconds }) => sum + seconds, 0) + lags.offsetMs;
  const fromMs = startMs + 1000 * warmUpSeconds;
  const plannedEndMs = startMs + 1000 * stage.seconds;
  const lastMs = lines.reduce((last, { t }) => Math.max(last, t), 0);
  const untilMs = input.cutShort ? Math.min(plannedEndMs, lastMs) : plannedEndMs;
  const inWindow = lines.filter(({ t }) => t >= fromMs && t < untilMs);
  const windowSeconds = Math.max(0, untilMs - fromMs) / 1000;

  const faults: Record<string, number> = {};
  const operations: Record<string, number> = {};
  const others = new Set<string>();
  let failed = 0;
  let late = 0;
  for (const { bad, op, ms, revision } of inWindow) {
    operations[op] = (operations[op] ?? 0) + 1;
    if (revision !== undefined) others.add(revision);
    if (bad === undefined) late += ms > promised.p99Ms ? 1 : 0;
    else {
      failed += 1;
      faults[bad] = (faults[bad] ?? 0) + 1;
    }
  }
  const ordered = inWindow.map(({ ms }) => ms).sort((a, b) => a - b);
  // A refusal comes at once, and would hide how long the others wait.
  const waited = inWindow.filter(({ bad }) => bad === undefined || bad === 'timeout');
  const rate = (count: number) => (windowSeconds === 0 ? null : round(count / windowSeconds));
  return {
    purpose,
    ...(purpose === 'stage' ? { stage: stage.name } : {}),
    judged: stage.judged,
    perSecond: stage.perSecond,
    sentPerSecond: inWindow.length === 0 ? null : rate(inWindow.length),
    requestsPerArrival: round(
      inWindow.length / Math.max(1, inWindow.filter(({ follows }) => follows !== true).length),
    ),
    goodPerSecond: rate(goodIn(lines, fromMs, untilMs)),
    windowSeconds: round(windowSeconds),
    requests: inWindow.length,
    failed,
    late,
    timedOut: faults.timeout ?? 0,
    dropped: droppedBetween(
      input.drops,
      index === 0 ? 0 : startMs,
      index === stages.length - 1 ? Infinity : plannedEndMs,
    ),
    cached: inWindow.filter(({ cached }) => cached).length,
    faults,
    operations,
    latency: latencyHistogram(ordered),
    p50Ms: rounded(nearestRank(ordered, 0.5)),
    p99Ms: rounded(nearestRank(ordered, 0.99)),
    growth: growthOf(waited, fromMs, untilMs) ?? null,
    virtualUsers: { allocated: input.virtualUsers, needed: virtualUsersFor(stage.perSecond, promised) },
    otherRevisions: [...others],
    wentAway: wentAway(lines),
    cutShort: input.cutShort,
    generator: { ...generator, lagP99Ms: rounded(nearestRank(lags.lagsMs, 0.99)) },
  };
}

/** Answered well within the window, whenever they were sent: a full queue gives what it can, and no more. */
function goodIn(lines: readonly RequestLine[], fromMs: number, untilMs: number): number {
  return lines.filter(({ t, ms, bad }) => bad === undefined && t + ms >= fromMs && t + ms < untilMs).length;
}

/** How much later than due each arrival was sent, ascending. What all have in common is k6 getting ready. */
function startsOf(
  lines: readonly RequestLine[],
  stages: readonly Stage[],
): { offsetMs: number; lagsMs: number[] } {
  const differences = lines
    .filter(({ follows }) => follows !== true)
    .flatMap(({ n, t }) => {
      const due = dueMs(n, stages);
      return due === undefined ? [] : [t - due];
    })
    .sort((a, b) => a - b);
  const offsetMs = nearestRank(differences, 0.05) ?? 0;
  return { offsetMs, lagsMs: differences.map((difference) => Math.max(0, difference - offsetMs)) };
}

/** What k6 counted from the last look before `fromMs` to the first one at or after `untilMs`. */
function droppedBetween(drops: StepInput['drops'], fromMs: number, untilMs: number): number {
  const before = drops.filter(({ t }) => t < fromMs).at(-1)?.total ?? 0;
  const after = drops.find(({ t }) => t >= untilMs)?.total ?? drops.at(-1)?.total ?? 0;
  return Math.max(0, after - before);
}

/** A process that is gone refuses connections; one that is merely full does not. */
function wentAway(lines: readonly RequestLine[]): boolean {
  const firstGood = lines.find(({ bad }) => bad === undefined);
  return firstGood !== undefined && lines.some(({ bad, t }) => bad === 'refused' && t > firstGood.t);
}

const round = (value: number) => Math.round(value * 1000) / 1000;
const rounded = (value: number | undefined) => (value === undefined ? null : round(value));
