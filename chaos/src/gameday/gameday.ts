import { type GeneratorResult, orderlyExitCodes } from '@attest/loadtests';
import { ChaosError } from '../chaos-error.js';
import { faults } from '../faults/index.js';
import { breakIt } from './break-it.js';
import { carryOutSchedule } from './carry-out-schedule.js';
import { checkRunHistory, readFinally } from './check-history.js';
import { reachSteadyState } from './reach-steady-state.js';
import { readBreakers } from './read-breakers.js';
import { readEffects } from './read-effects.js';
import { sinceStart } from './run-clock.js';
import { type GamedayOptions, InstrumentFailed, inPhase, openRun, type RunContext } from './run-context.js';
import { undoIt } from './undo-it.js';
import { watchAfterUndo, watchEndurance } from './watch-endurance.js';
import { watchFailover } from './watch-failover.js';
import { watchRollout } from './watch-rollout.js';

/**
 * Carries out one experiment and records what was seen. It judges nothing: whoever called it judges the evidence.
 * However it ends, the load is stopped, the fault is undone, and what was seen is kept.
 */
export async function runGameday(options: GamedayOptions): Promise<void> {
  const { context, close } = await openRun(options);
  try {
    await carryOut(context);
  } catch (error) {
    context.unexpected.push(error);
  } finally {
    await leaveNoFault(context);
    close();
  }
  if (context.unexpected.length > 0)
    throw new AggregateError(context.unexpected, 'the game day met what it did not foresee');
}

/** Rejects only when what is seen can no longer be recorded. */
async function carryOut(context: RunContext): Promise<void> {
  await attempt(context, async () => {
    await inPhase(context, 'steady-state', context.stop, async () => {
      await reachSteadyState(context);
      await context.clock.sleep(context.phaseMs ?? 0, context.stop);
    });
    await (context.readOnly === true ? onlyWatch(context) : strike(context));
  });
  const stoppedMs = context.clock.monotonicMs();
  const result = await stopLoad(context);
  if (context.inPlace.length > 0)
    await attempt(context, () => inPhase(context, 'undo', neverAborted, () => undoIt(context)));
  await recordLoad(context, result, stoppedMs);
  await attempt(context, () =>
    inPhase(context, 'check', context.signal, async () => {
      await readFinally(context);
      await recordNotifications(context);
      await readEffects(context);
      await readBreakers(context);
    }),
  );
  await attempt(context, () => checkRunHistory(context));
}

/** A fault goes away, and so does the load, also when nobody can write down any more that they do. */
async function leaveNoFault(context: RunContext): Promise<void> {
  const { target, inPlace } = context;
  const left = [
    ...(context.loadStopping ? [] : [stopLoad(context)]),
    ...inPlace.toReversed().map(({ fault, site }) => faults[fault].undo(target, site)),
  ];
  for (const outcome of await Promise.allSettled(left)) {
    if (outcome.status === 'rejected') context.unexpected.push(outcome.reason);
  }
}

/** As long as a fault would stand; of a failover that nobody starts, as long as an endurance. */
async function onlyWatch(context: RunContext): Promise<void> {
  const { watch } = context.experiment;
  const seconds = watch.for === 'endurance' ? watch.seconds + watch.afterUndoSeconds : observedSeconds;
  context.progress.done('read-only', 'nothing is injected, and so nothing can be decided');
  await inPhase(context, 'recovery', context.stop, () =>
    watchAfterUndo(context, { afterUndoSeconds: seconds }),
  );
}

const observedSeconds = 30;

async function strike(context: RunContext): Promise<void> {
  const { watch, fault } = context.experiment;
  if (watch.for === 'schedule') {
    await inPhase(context, 'fault', context.stop, () => carryOutSchedule(context, watch));
    await watchAfterUndo(context, watch);
    return;
  }
  await inPhase(context, 'fault', context.stop, () => breakIt(context));
  if (watch.for === 'failover') {
    await inPhase(context, 'recovery', context.stop, () =>
      watchFailover(context, watch.afterRecoverySeconds),
    );
    return;
  }
  if (watch.for === 'rollout') {
    await inPhase(context, 'recovery', context.stop, () => watchRollout(context, watch));
    return;
  }
  await inPhase(context, 'recovery', context.stop, () => watchEndurance(context, watch));
  // Under load: what a platform does when a fault goes away has surprised more people than what it does when one comes.
  await inPhase(context, 'undo', neverAborted, () => undoIt(context));
  context.progress.live(`watching what becomes of the clients without ${fault}`);
  await watchAfterUndo(context, watch);
}

/** The fault is undone even after Ctrl-C. */
const neverAborted = new AbortController().signal;

/** What keeps a run from going on is evidence, too; only what nobody expected is thrown on. */
async function attempt(context: RunContext, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { phase, evidence, progress, signal } = context;
    if (signal.aborted) {
      if (!context.interruptionRecorded)
        await evidence.record({ kind: 'interrupted', signal: String(signal.reason), phase });
      context.interruptionRecorded = true;
      return;
    }
    if (error instanceof InstrumentFailed) {
      progress.done(`${error.failure.name} failed`, error.failure.lastLines.at(-1));
      return;
    }
    const reason = error instanceof Error ? error.message : String(error);
    await evidence.record({ kind: 'gave-up', phase, reason });
    progress.done(`gave up in phase ${phase}`, reason);
    if (!(error instanceof ChaosError)) context.unexpected.push(error);
  }
}

async function stopLoad(context: RunContext): Promise<GeneratorResult | undefined> {
  context.loadStopping = true;
  let result: GeneratorResult | undefined;
  await attempt(context, async () => {
    result = await context.load?.generator.stop();
  });
  context.onLoadEnded?.();
  return result;
}

async function recordLoad(
  context: RunContext,
  result: GeneratorResult | undefined,
  stoppedMs: number,
): Promise<void> {
  const { load, evidence, clock } = context;
  if (load === undefined || result === undefined) return;
  const { exitCode, signal, lastLines, summary } = result;
  const orderly = exitCode !== null && orderlyExitCodes.has(exitCode);
  if (!orderly && !context.instrumentFailed) {
    await evidence.record({ kind: 'tool-failure', tool: 'k6', exitCode, signal, lastLines });
  } else if (orderly && summary !== undefined) {
    await evidence.record({ kind: 'generator', exitCode, endedAsTold: true, ...summary, lastLines });
  }
  const offset = load.offset();
  if (offset !== undefined) {
    await evidence.record({
      kind: 'clock',
      offsetLowMs: offset.lowMs - clock.originMonotonicMs,
      offsetHighMs: offset.highMs - clock.originMonotonicMs,
      exchanges: offset.exchanges,
    });
  }
  for (const second of load.secondsBetween(clock.originMonotonicMs, stoppedMs))
    await evidence.record({ kind: 'clients', ...second });
}

/** Stakeholders are told there; what customers receive is no announcement. */
const stakeholderChannels: ReadonlySet<string> = new Set(['pagerduty', 'slack', 'email']);

async function recordNotifications({ target, evidence, clock }: RunContext): Promise<void> {
  const received = (await target.notifications?.()) ?? [];
  for (const { receivedMonotonicMs, channel, summary, dedupKey, sender } of received) {
    if (!stakeholderChannels.has(channel)) continue;
    await evidence.record({
      kind: 'notification',
      channel,
      summary,
      ...(dedupKey === undefined ? {} : { dedupKey }),
      ...(sender === undefined ? {} : { sender }),
      receivedT: sinceStart(clock, receivedMonotonicMs),
    });
  }
}
