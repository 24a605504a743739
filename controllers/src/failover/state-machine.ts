import { actionLimits } from './actions.js';
import type { FailoverConfig } from './config.js';
import { freshWatch, observe, type Round } from './detection.js';
import type { TriggerName } from './journal.js';
import { actionLine, describe } from './journal-entries.js';
import { commandOf, issue, proceed } from './progress.js';
import { guidance, type RefusalReason } from './reasons.js';
import type { Pending, Run } from './run.js';
import { stages } from './stages.js';
import { type FailoverEvent, type FailoverState, isRunning, type JournalEntry, type Next } from './state.js';

/** The failover controller, without clock, network or memory of its own. */
export function next(state: FailoverState, event: FailoverEvent, config: FailoverConfig): Next {
  switch (event.type) {
    case 'round':
      return onRound(state, event.round, event.monotonicMs, config);
    case 'start':
      return begin(
        state,
        {
          trigger: event.trigger,
          detail: event.reason,
          sinceMs: event.monotonicMs,
          to: event.to ?? config.takeover,
        },
        event.monotonicMs,
        config,
      );
    case 'settled':
      return onSettled(state, event, config);
    case 'resume':
      return onResume(state, event.monotonicMs, config);
    case 'retry':
      return onRetry(state, event.monotonicMs, config);
  }
}

function onRound(state: FailoverState, round: Round, nowMs: number, config: FailoverConfig): Next {
  const { watch, detected, isolated } = observe(state.watch, round, state.primary, config);
  const watched = { ...state, watch };
  if (isolated && !isRunning(state))
    return refuse(watched, 'isolated', 'no region answered', { monotonicMs: nowMs });
  if (!detected || isRunning(state)) return { state: watched, commands: [], journal: [] };
  return begin(watched, { ...detected, to: config.takeover }, nowMs, config);
}

interface Beginning {
  trigger: TriggerName;
  detail: string;
  sinceMs: number;
  to: string;
}

function begin(state: FailoverState, beginning: Beginning, nowMs: number, config: FailoverConfig): Next {
  const { trigger, detail, sinceMs, to } = beginning;
  const reason = whyNot(state, trigger, to, config);
  if (reason) {
    const disarmed = isRunning(state) ? state : { ...state, watch: freshWatch(false) };
    return refuse(disarmed, reason, detail, { monotonicMs: nowMs, trigger, region: to });
  }
  const epoch = state.epoch + 1;
  const run: Run = {
    id: `failover/${config.platform}/${to}/${Math.round(sinceMs)}`,
    trigger,
    detail,
    from: state.primary,
    to,
    epoch,
    stage: 'scale-takeover',
    step: undefined,
    stepStartedMs: nowMs,
    stepSeconds: { detect_failure: (nowMs - sinceMs) / 1000 },
    pending: {},
    settled: {},
    heard: {},
    caughtUp: false,
    frozen: false,
    fenced: false,
    promoted: false,
    previousDns: {},
    dnsTouched: false,
    remarks: [],
    ending: undefined,
    over: false,
  };
  const begun = { ...state, watch: freshWatch(false), run };
  const about = { trigger, epoch, region: to };
  const journal: JournalEntry[] = [
    { monotonicMs: sinceMs, event: 'step-start', step: 'detect_failure', ...about },
    { monotonicMs: nowMs, event: 'trigger', ...about, detail, checkpoint: begun },
    { monotonicMs: nowMs, event: 'step-end', step: 'detect_failure', ...about, outcome: 'done' },
  ];
  return proceed(begun, { run, to: 'scale-takeover' }, nowMs, config, journal);
}

function whyNot(
  state: FailoverState,
  trigger: TriggerName,
  to: string,
  config: FailoverConfig,
): RefusalReason | undefined {
  if (isRunning(state)) return 'already-running';
  if (!config.enabled.includes(trigger)) return 'trigger-not-enabled';
  if (to !== config.takeover) return 'not-a-takeover-region';
  if (state.takenOver.includes(to)) return 'taken-over-before';
  return undefined;
}

function refuse(
  state: FailoverState,
  reason: RefusalReason,
  detail: string,
  about: Pick<JournalEntry, 'monotonicMs' | 'trigger' | 'region'>,
): Next {
  const entry: JournalEntry = {
    ...about,
    event: 'refused',
    outcome: reason,
    detail: `${detail}. ${guidance[reason]}`,
  };
  return { state, commands: [], journal: [entry] };
}

function onSettled(
  state: FailoverState,
  event: Extract<FailoverEvent, { type: 'settled' }>,
  config: FailoverConfig,
): Next {
  const { run } = state;
  const pending = run?.pending[event.key];
  if (!run || run.over || pending?.attempt !== event.attempt) return { state, commands: [], journal: [] };

  const { action, attempt } = pending;
  const { outcome, monotonicMs } = event;
  const journal = [
    actionLine(run, action, monotonicMs, {
      outcome: outcome.ok ? 'done' : outcome.timedOut ? 'timed-out' : 'failed',
      detail: outcome.ok ? describe(outcome.value) : `attempt ${attempt}: ${outcome.message}`,
    }),
  ];
  if (!outcome.ok && outcome.final !== true && attempt < actionLimits[action.kind].attempts) {
    const again: Pending = { action, attempt: attempt + 1 };
    const retrying = { ...run, pending: { ...run.pending, [event.key]: again } };
    return {
      state: { ...state, run: retrying },
      commands: [commandOf(event.key, again, retrying, monotonicMs)],
      journal,
    };
  }

  const { [event.key]: _, ...others } = run.pending;
  const settled: Run = {
    ...run,
    pending: others,
    settled: { ...run.settled, [event.key]: { action, outcome } },
  };
  if (Object.keys(others).length > 0) return { state: { ...state, run: settled }, commands: [], journal };
  return proceed(state, stages[run.stage].settle(settled, config), monotonicMs, config, journal);
}

function onResume(state: FailoverState, nowMs: number, config: FailoverConfig): Next {
  const { run } = state;
  if (!run || run.over) return { state, commands: [], journal: [] };
  const about = { monotonicMs: nowMs, trigger: run.trigger, epoch: run.epoch, region: run.to };
  const detail = `the controller was restarted in stage ${run.stage}`;
  const journal: JournalEntry[] = [
    {
      ...about,
      event: 'action',
      ...(run.step && { step: run.step }),
      action: 'resume',
      outcome: 'done',
      detail,
    },
  ];
  // After a reboot the monotonic clock starts again.
  const timed = { ...run, stepStartedMs: Math.min(run.stepStartedMs, nowMs) };
  if (Object.keys(run.pending).length > 0) {
    const afresh = Object.entries(run.pending).map(([key, { action }]) => [key, { action, attempt: 1 }]);
    return issue({ ...state, run: { ...timed, pending: Object.fromEntries(afresh) } }, nowMs, journal);
  }
  const settledAll = Object.keys(run.settled).length > 0;
  const transition = settledAll ? stages[run.stage].settle(timed, config) : { run: timed, to: run.stage };
  return proceed(state, transition, nowMs, config, journal);
}

function onRetry(state: FailoverState, nowMs: number, config: FailoverConfig): Next {
  const { run } = state;
  const from = run?.over && run.ending?.as === 'failed' ? run.ending.retryFrom : undefined;
  if (!run || !from)
    return refuse(state, isRunning(state) ? 'already-running' : 'nothing-to-retry', 'retry', {
      monotonicMs: nowMs,
    });
  const again: Run = { ...run, over: false, ending: undefined, stepStartedMs: nowMs };
  return proceed(state, { run: again, to: from }, nowMs, config, []);
}
