import { type ActionLimits, actionKey, actionLimits } from './actions.js';
import type { FailoverConfig } from './config.js';
import { actionLine } from './journal-entries.js';
import { guidance } from './reasons.js';
import type { Pending, Run } from './run.js';
import { stages, type Transition } from './stages.js';
import type { Command, FailoverState, JournalEntry, Next } from './state.js';

/** Goes on to a stage that has something to do, or to the end. `journal` holds what was written already. */
export function proceed(
  state: FailoverState,
  transition: Transition,
  nowMs: number,
  config: FailoverConfig,
  journal: JournalEntry[],
): Next {
  let { run, to } = transition;
  // Bounded: no table entry leads back to itself without an action.
  while (to !== 'end') {
    const stage = stages[to];
    if (stage.step !== run.step) run = changeStep(run, stage.step, nowMs, journal);
    run = { ...run, stage: to, pending: {}, settled: {} };
    const actions = stage.actions(run, config);
    if (actions.length > 0) {
      run = {
        ...run,
        pending: Object.fromEntries(actions.map((action) => [actionKey(action), { action, attempt: 1 }])),
      };
      return issue(took(state, run), nowMs, journal);
    }
    ({ run, to } = stage.settle(run, config));
  }
  return finish(state, run, nowMs, journal);
}

/** Journals what is about to be done, then asks for it. The first line carries the checkpoint. */
export function issue(state: FailoverState & { run: Run }, nowMs: number, journal: JournalEntry[]): Next {
  const pending = Object.entries(state.run.pending);
  const started = pending.map(([, { action }], index) => ({
    ...actionLine(state.run, action, nowMs, { outcome: 'started' }),
    ...(index === 0 && { checkpoint: state }),
  }));
  return {
    state,
    commands: pending.map(([key, it]) => commandOf(key, it, state.run, nowMs)),
    journal: [...journal, ...started],
  };
}

function took(state: FailoverState, run: Run): FailoverState & { run: Run } {
  if (!run.promoted) return { ...state, run };
  const takenOver = state.takenOver.includes(run.to) ? state.takenOver : [...state.takenOver, run.to];
  return { ...state, primary: run.to, epoch: run.epoch, takenOver, run };
}

function changeStep(run: Run, step: Run['step'], nowMs: number, journal: JournalEntry[]): Run {
  const about = { monotonicMs: nowMs, trigger: run.trigger, epoch: run.epoch, region: run.to };
  let { stepSeconds } = run;
  if (run.step) {
    const unhappy = run.ending && run.ending.as !== 'completed' ? run.ending.as : undefined;
    journal.push({ ...about, event: 'step-end', step: run.step, outcome: unhappy ?? 'done' });
    const seconds = (stepSeconds[run.step] ?? 0) + (nowMs - run.stepStartedMs) / 1000;
    stepSeconds = { ...stepSeconds, [run.step]: seconds };
  }
  if (step) journal.push({ ...about, event: 'step-start', step });
  return { ...run, step, stepStartedMs: nowMs, stepSeconds };
}

function finish(state: FailoverState, ended: Run, nowMs: number, journal: JournalEntry[]): Next {
  const stepped = changeStep({ ...ended, pending: {}, settled: {} }, undefined, nowMs, journal);
  const over = took(state, { ...stepped, over: true });
  const { ending = { as: 'completed' }, trigger, epoch, to: region, from } = over.run;
  const notes = over.run.remarks.length > 0 ? ` Notes: ${over.run.remarks.join('; ')}.` : '';
  const outcome = ending.as === 'completed' ? 'completed' : ending.reason;
  const detail =
    ending.as === 'completed'
      ? `${region} has taken over from ${from}.${notes}`
      : `${ending.detail}. ${guidance[ending.reason]}${notes}`;
  journal.push({
    monotonicMs: nowMs,
    event: ending.as,
    trigger,
    epoch,
    region,
    outcome,
    detail,
    checkpoint: over,
  });
  return { state: over, commands: [], journal };
}

export function commandOf(key: string, { action, attempt }: Pending, run: Run, nowMs: number): Command {
  const { deadlineSeconds, backoffSeconds, untilSeconds = 0 }: ActionLimits = actionLimits[action.kind];
  const leftSeconds = untilSeconds - elapsedSeconds(run, nowMs);
  return {
    key,
    action,
    attempt,
    delayMs: (attempt - 1) * backoffSeconds * 1000,
    deadlineMs: Math.max(deadlineSeconds, leftSeconds) * 1000,
  };
}

/** Since the first failed probe. What the clock said before a restart of the machine is not less than nothing. */
function elapsedSeconds({ step, stepStartedMs, stepSeconds }: Run, nowMs: number): number {
  const current = step === undefined ? 0 : Math.max(0, nowMs - stepStartedMs) / 1000;
  return Object.values(stepSeconds).reduce((sum, seconds) => sum + seconds, current);
}
