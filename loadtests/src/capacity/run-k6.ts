import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CapacityStep } from '@attest/evidence';
import { K6Process, type Processes } from '../k6-process.js';
import { k6Exit } from './k6-exit-codes.js';
import { type CapacityPlan, type Stage, timeoutSeconds } from './plan.js';
import { CpuWatch } from './process-usage.js';
import { parseRequestLine, type RequestLine } from './request-line.js';
import { capacityScript } from './scripts.js';

const pollMs = 250;

export interface RunEnvironment {
  readonly k6: string;
  readonly processes: Processes;
  readonly monotonicMs: () => number;
  /** The wall clock, in ms. */
  readonly wallMs: () => number;
  /** `name: value`, sent with every request. */
  readonly authHeader?: string;
  /** In place of the script of this package. */
  readonly script?: string;
  /** Of texts or objects to write. */
  readonly dataFile?: string;
  readonly signal: AbortSignal;
}

export interface K6Run {
  readonly directory: string;
  readonly plan: CapacityPlan & { stages: Stage[] };
  readonly virtualUsers: number;
  /** Looked at four times a second: true ends the run early. */
  readonly isBeyondDoubt?: (lines: readonly RequestLine[]) => boolean;
  /** Told of what has been seen so far. */
  readonly onLines?: (lines: readonly RequestLine[]) => void;
}

export interface K6Outcome {
  readonly lines: readonly RequestLine[];
  /** `dropped_iterations` by then (ms since k6 began), whenever it was looked at. */
  readonly drops: readonly { readonly t: number; readonly total: number }[];
  readonly cutShort: boolean;
  readonly generator: Omit<CapacityStep['generator'], 'lagP99Ms'>;
}

/** One k6 from its start to its end, with an eye on its CPU and on the clocks. */
export async function runK6(environment: RunEnvironment, run: K6Run): Promise<K6Outcome> {
  const { plan, directory, virtualUsers } = run;
  const { monotonicMs, wallMs, signal } = environment;
  const planFile = path.join(directory, 'plan.json');
  const startClocks = wallMs() - monotonicMs();
  const k6 = await K6Process.start({
    ...environment,
    directory,
    script: environment.script ?? capacityScript,
    variables: {
      ATTEST_PLAN: planFile,
      ATTEST_LINES: '1',
      BASE_URL: plan.baseUrl ?? '',
      VIRTUAL_USERS: String(virtualUsers),
      ...(environment.dataFile === undefined ? {} : { DATA: environment.dataFile }),
    },
    environment: environment.authHeader === undefined ? {} : { AUTH_HEADER: environment.authHeader },
    args: ['--no-thresholds'],
    prepare: () => writeFile(planFile, `${JSON.stringify(plan, null, 2)}\n`),
  });
  const cpu = new CpuWatch(k6.pid, monotonicMs);
  const lines: RequestLine[] = [];
  let isOver = false;
  let askedToEnd = false;
  let cutShort = false;
  const drops: { t: number; total: number }[] = [];
  void k6.exited.then(() => {
    isOver = true;
  });
  const wholeSeconds = plan.stages.reduce((sum, { seconds }) => sum + seconds, 0);
  // Starting takes long where thousands of virtual users are made.
  const latestMs = monotonicMs() + 1000 * (wholeSeconds + timeoutSeconds(plan.promised) + 45);
  while (!isOver) {
    await Promise.race([delay(pollMs), k6.exited]);
    cpu.look();
    for (const text of await k6.said()) {
      const line = parseRequestLine(text);
      if (line !== undefined) lines.push(line);
    }
    const total = await k6.droppedIterations();
    if (total !== undefined) drops.push({ t: lines.at(-1)?.t ?? 0, total });
    run.onLines?.(lines);
    if (isOver || askedToEnd) {
      if (monotonicMs() > latestMs) await k6.kill();
      continue;
    }
    if (run.isBeyondDoubt?.(lines) === true) cutShort = true;
    if (cutShort || signal.aborted || monotonicMs() > latestMs) {
      askedToEnd = true;
      await k6.askToEnd();
      // An orphan of an interrupted run must not go on loading a target until its requests have timed out.
      if (signal.aborted) await k6.ended(1);
    }
  }
  const { exitCode, lastLines } = await k6.exited;
  for (const text of await k6.said()) {
    const line = parseRequestLine(text);
    if (line !== undefined) lines.push(line);
  }
  const summary = await k6.summary();
  const exit = k6Exit(exitCode);
  if (summary !== undefined) drops.push({ t: Number.POSITIVE_INFINITY, total: summary.droppedIterations });
  return {
    lines,
    drops,
    cutShort,
    generator: {
      exitCode,
      // Stopped by its API, but not by us: somebody else has a hand in it.
      isOrderly: exit.isOrderly && (exitCode !== 103 || askedToEnd),
      means: exit.means,
      lastLines: exit.isOrderly ? [] : lastLines.slice(-10),
      ...cpu.usage,
      clockJumpMs: Math.round(wallMs() - monotonicMs() - startClocks),
    },
  };
}
