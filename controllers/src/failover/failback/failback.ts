import type { DatabasePosition } from '../ports.js';
import { failbackNotice } from './failback-notice.js';
import {
  type FailbackAction,
  type FailbackConfig,
  type FailbackEnding,
  type FailbackOutcome,
  type FailbackStage,
  type FailbackState,
  failbackStages,
  isPosition,
} from './failback-state.js';
import { judgeOldPrimary } from './judge-old-primary.js';
import type { FailbackFailure } from './reasons.js';

interface Stage {
  /** Carried out side by side. None: the stage is passed through. */
  actions(state: FailbackState, config: FailbackConfig): FailbackAction[];
  /** The state afterwards; with an ending it goes to `notify`. `to`: another stage than the next. */
  settle(state: FailbackState, outcomes: readonly FailbackOutcome[], config: FailbackConfig): Settled;
}

type Settled = FailbackState | { readonly state: FailbackState; readonly to: FailbackStage };

/** The failback as a table: what each stage does, and where it leads. */
const stages: Record<FailbackStage, Stage> = {
  // Before anybody is fenced: if the journal is wrong about who is primary, the old primary may be the one that clients need.
  'check-current': {
    actions: (_state, { current }) => [{ kind: 'position', region: current }],
    settle: (state, outcomes, { current }) => {
      const position = positionOf(outcomes, current);
      if (position?.role === 'primary') return state;
      return position === undefined
        ? end(state, {
            as: 'refused',
            reason: 'current-primary-unreachable',
            detail: failureOf(outcomes) ?? 'no position',
          })
        : end(state, {
            as: 'refused',
            reason: 'current-is-no-primary',
            detail: `${current} is a standby on timeline ${position.timelineId}`,
          });
    },
  },

  // Before anything is compared: what is compared must not go on changing.
  'fence-old': {
    actions: (_state, { old }) => [{ kind: 'refuse-writes', region: old }],
    settle: (state, outcomes) => {
      const failure = failureOf(outcomes);
      return failure === undefined
        ? state
        : end(state, { as: 'refused', reason: 'old-primary-unreachable', detail: failure });
    },
  },

  inspect: {
    actions: (_state, { old, current }) => [
      { kind: 'position', region: old },
      { kind: 'position', region: current },
    ],
    settle: (state, outcomes, config) => {
      const old = positionOf(outcomes, config.old);
      const current = positionOf(outcomes, config.current);
      const detail = failureOf(outcomes) ?? 'no position';
      if (current === undefined)
        return end(state, { as: 'refused', reason: 'current-primary-unreachable', detail });
      if (old === undefined) return end(state, { as: 'refused', reason: 'old-primary-unreachable', detail });
      const verdict = judgeOldPrimary({ ...config, old, current });
      const seen = { ...state, epoch: current.epoch };
      if (verdict.verdict === 'refuse') return end(seen, { as: 'refused', ...reasonOf(verdict) });
      if (verdict.verdict === 'attached') return { state: seen, to: 'attach' };
      if (!config.hasSeeder)
        return end(seen, { as: 'refused', reason: 'no-seeder', detail: `${config.old} has to be seeded` });
      return remark(seen, verdict.remark);
    },
  },

  seed: {
    actions: (_state, { old, current }) => [{ kind: 'seed', region: old, upstream: current }],
    settle: (state, outcomes) => failOr(state, outcomes, 'seed-failed'),
  },

  // What seeded it may have done something else: only what is seen counts.
  'inspect-seeded': {
    actions: (_state, { old, current }) => [
      { kind: 'position', region: old },
      { kind: 'position', region: current },
    ],
    settle: (state, outcomes, { old, current }) => {
      const seeded = positionOf(outcomes, old);
      const upstream = positionOf(outcomes, current);
      const trusted =
        seeded?.role === 'standby' &&
        upstream?.role === 'primary' &&
        seeded.timelineId === upstream.timelineId &&
        seeded.epoch === upstream.epoch;
      if (trusted) return state;
      const detail =
        failureOf(outcomes) ??
        `${old} is a ${seeded?.role} on timeline ${seeded?.timelineId} with epoch ${seeded?.epoch}, ${current} a ${upstream?.role} on ${upstream?.timelineId} with ${upstream?.epoch}`;
      return end(state, { as: 'failed', reason: 'seed-not-trusted', detail });
    },
  },

  attach: {
    actions: (_state, { old, current }) => [{ kind: 'follow', region: old, upstream: current }],
    settle: (state, outcomes) => failOr(state, outcomes, 'not-following'),
  },

  // Before it is caught up with: from here on an acknowledged write may be on the old primary, so the switchover counts it.
  synchronise: {
    actions: (_state, config) => {
      const { mode, quorum } = config.replication;
      if (mode === 'asynchronous') return [];
      const standbys = standbysOf(config, config.current);
      return [{ kind: 'set-synchronous-standbys', region: config.current, quorum, standbys }];
    },
    settle: (state, outcomes) => failOr(state, outcomes, 'not-synchronous'),
  },

  'catch-up': {
    actions: (_state, { old, current }) => [{ kind: 'catch-up', region: old, upstream: current }],
    settle: (state, outcomes) => failOr(state, outcomes, 'not-caught-up'),
  },

  switchover: {
    actions: (_state, { old, current }) => [{ kind: 'switchover', from: current, to: old }],
    settle: (state, outcomes) => {
      const failure = failureOf(outcomes);
      if (failure === undefined) return state;
      const refused = outcomes.some(({ outcome }) => !outcome.ok && outcome.final === true);
      return end(state, {
        as: 'failed',
        reason: refused ? 'switchover-refused' : 'switchover-failed',
        detail: failure,
      });
    },
  },

  // It was told in the switchover already, best effort; what is to be replaced by a copy must be known to hold still.
  'fence-former': {
    actions: (_state, { current }) => [{ kind: 'refuse-writes', region: current }],
    settle: (state, outcomes, { current }) => {
      const failure = failureOf(outcomes);
      return failure === undefined
        ? state
        : { state: remark(state, `${current} is no standby yet, seed it by hand: ${failure}`), to: 'notify' };
    },
  },

  // The region that gives back: without it there is one standby less than the catalog says. What fails from here on is a remark.
  'seed-former': {
    actions: (_state, config) =>
      whyNotSeeded(config) === undefined
        ? [{ kind: 'seed', region: config.current, upstream: config.old }]
        : [],
    settle: (state, outcomes, config) => {
      const { current } = config;
      const failure = whyNotSeeded(config) ?? failureOf(outcomes);
      return failure === undefined
        ? state
        : { state: remark(state, `${current} is no standby yet, seed it by hand: ${failure}`), to: 'notify' };
    },
  },

  'attach-former': {
    actions: (_state, { old, current }) => [{ kind: 'follow', region: current, upstream: old }],
    settle: (state, outcomes, { current }) => {
      const failure = failureOf(outcomes);
      return failure === undefined
        ? state
        : { state: remark(state, `${current} does not follow yet: ${failure}`), to: 'notify' };
    },
  },

  'synchronise-again': {
    actions: (_state, { old, replication }) =>
      replication.mode === 'asynchronous'
        ? []
        : [
            {
              kind: 'set-synchronous-standbys',
              region: old,
              quorum: replication.quorum,
              standbys: replication.standbys,
            },
          ],
    settle: (state, outcomes, { old }) => {
      const failure = failureOf(outcomes);
      return remark(state, failure && `${old} does not wait for the standbys of the catalog yet: ${failure}`);
    },
  },

  notify: {
    actions: (state, config) =>
      config.channels.map((channel) => ({ kind: 'notify', channel, notice: failbackNotice(state, config) })),
    settle: (state, outcomes) =>
      outcomes.reduce(
        (it, { outcome }) => (outcome.ok ? it : remark(it, `not notified: ${outcome.message}`)),
        state,
      ),
  },
};

export const initialFailback = (id: string): FailbackState => ({
  id,
  stage: 'check-current',
  pending: [],
  epoch: 0,
  remarks: [],
  over: false,
});

/** Begins a failback, or goes on with one that was interrupted: its stage is done again, all of which is idempotent. */
export const enterFailback = (state: FailbackState, config: FailbackConfig): FailbackState =>
  state.over ? state : enter(state, state.stage, config);

/** What follows when all actions of a stage have settled. Pure: no clock, no network, no memory of its own. */
export function nextFailback(
  state: FailbackState,
  outcomes: readonly FailbackOutcome[],
  config: FailbackConfig,
): FailbackState {
  if (state.over) return state;
  const settled = stages[state.stage].settle({ ...state, pending: [] }, outcomes, config);
  const [after, to] = 'to' in settled ? [settled.state, settled.to] : [settled, following(settled)];
  return to === undefined ? finish(after) : enter(after, to, config);
}

function enter(state: FailbackState, stage: FailbackStage, config: FailbackConfig): FailbackState {
  const entered = { ...state, stage };
  const pending = stages[stage].actions(entered, config);
  return pending.length > 0 ? { ...entered, pending } : nextFailback({ ...entered, pending }, [], config);
}

function following({ stage, ending }: FailbackState): FailbackStage | undefined {
  if (stage === 'notify') return undefined;
  return ending ? 'notify' : failbackStages[failbackStages.indexOf(stage) + 1];
}

const finish = (state: FailbackState): FailbackState => ({
  ...state,
  ending: state.ending ?? { as: 'completed' },
  over: true,
});

/** All standbys of a primary: the regions of the catalog that have a database, but itself. */
const standbysOf = ({ replication, old }: FailbackConfig, primary: string): string[] =>
  [old, ...replication.standbys].filter((region) => region !== primary);

const end = (state: FailbackState, ending: FailbackEnding): FailbackState => ({ ...state, ending });

const remark = (state: FailbackState, text: string | undefined): FailbackState =>
  text === undefined ? state : { ...state, remarks: [...state.remarks, text] };

function whyNotSeeded({ hasSeeder, replication }: FailbackConfig): string | undefined {
  if (!hasSeeder) return 'no command seeds it';
  return replication.mode === 'asynchronous'
    ? 'with asynchronous replication it may have acknowledged writes that nobody else has'
    : undefined;
}

const reasonOf = <R>({ reason, detail }: { reason: R; detail: string }) => ({ reason, detail });

function failOr(
  state: FailbackState,
  outcomes: readonly FailbackOutcome[],
  reason: FailbackFailure,
): FailbackState {
  const failure = failureOf(outcomes);
  return failure === undefined ? state : end(state, { as: 'failed', reason, detail: failure });
}

function failureOf(outcomes: readonly FailbackOutcome[]): string | undefined {
  const failures = outcomes.flatMap(({ outcome }) => (outcome.ok ? [] : [outcome.message]));
  return failures.length === 0 ? undefined : failures.join('; ');
}

function positionOf(outcomes: readonly FailbackOutcome[], region: string): DatabasePosition | undefined {
  const it = outcomes.find(({ action }) => action.kind === 'position' && action.region === region);
  return it?.outcome.ok && isPosition(it.outcome.value) ? it.outcome.value : undefined;
}
