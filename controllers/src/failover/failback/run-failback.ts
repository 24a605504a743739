import { ControllerError } from '../../controller-error.js';
import type { ActionOutcome } from '../actions.js';
import type { FailoverConfig } from '../config.js';
import type { JournalLine } from '../journal.js';
import { describe } from '../journal-entries.js';
import type { DatabasePosition, FailoverPorts } from '../ports.js';
import { reachPosition } from '../reach-position.js';
import { createFailoverController } from '../runner.js';
import { performShared } from '../shared-actions.js';
import { withDeadline } from '../with-deadline.js';
import { enterFailback, initialFailback, nextFailback } from './failback.js';
import type {
  FailbackAction,
  FailbackConfig,
  FailbackLine,
  FailbackOutcome,
  FailbackState,
} from './failback-state.js';
import { failbackGuidance } from './reasons.js';

export interface Seeder {
  /**
   * Makes the region's server a standby of `upstream`, with its data, whatever it was before. Idempotent; resolves when the server runs.
   */
  seed(region: string, upstream: string, signal: AbortSignal): Promise<void>;
}

export interface FailbackPorts extends Omit<FailoverPorts, 'journal'> {
  readonly seeder?: Seeder;
  readonly journal: {
    /** Resolves when the line would survive a crash. */
    append(line: FailbackLine): Promise<void>;
  };
}

interface Limits {
  readonly deadlineSeconds: number;
  readonly attempts: number;
}

/** A terabyte takes hours to copy; everything else is as in a failover. */
const failbackLimits = {
  'refuse-writes': { deadlineSeconds: 5, attempts: 2 },
  position: { deadlineSeconds: 5, attempts: 2 },
  seed: { deadlineSeconds: 12 * 3600, attempts: 1 },
  follow: { deadlineSeconds: 5, attempts: 2 },
  'set-synchronous-standbys': { deadlineSeconds: 5, attempts: 2 },
  'catch-up': { deadlineSeconds: 3600, attempts: 1 },
  switchover: { deadlineSeconds: 300, attempts: 1 },
  notify: { deadlineSeconds: 5, attempts: 3 },
} as const satisfies Record<FailbackAction['kind'], Limits>;

const pollMs = 200;
const pauseMs = 500;

/**
 * Carries a failback out: journals each stage before it begins, so that one that is killed is gone on with by calling this again with its journal.
 *
 * @param failover the configuration of failovers from `old`; that of the switchover is derived from it
 */
export async function runFailback(
  config: FailbackConfig,
  failover: FailoverConfig,
  ports: FailbackPorts,
  past: readonly FailbackLine[],
  stopped: AbortSignal,
): Promise<FailbackState> {
  const { clock, journal } = ports;
  const at = () => clock.isoNow();
  const before = past.findLast((line) => line.event === 'stage')?.checkpoint;
  const isNew = before === undefined || before.over;
  const id = `failback/${config.platform}/${config.old}/${Math.round(clock.monotonicMs())}`;
  let state = enterFailback(isNew ? initialFailback(id) : before, config);
  // Lines of a switchover that belongs to an earlier failback are none of this one.
  const begun = isNew
    ? []
    : past.slice(past.findLastIndex((line) => line.event === 'stage' && line.checkpoint.over) + 1);
  const switched = begun.flatMap((line) => (line.event === 'switchover' ? [line.line as JournalLine] : []));

  for (;;) {
    await journal.append({ at: at(), event: 'stage', checkpoint: state });
    if (state.over || stopped.aborted) return state;
    const outcomes = await Promise.all(
      state.pending.map(async (action): Promise<FailbackOutcome> => {
        const outcome = await persist(action, config, failover, ports, switched, stopped);
        await journal.append({ at: at(), event: 'settled', ...settledLine(action, outcome) });
        return { action, outcome };
      }),
    );
    // An action that was given up because we were told to stop has not failed.
    if (stopped.aborted) return state;
    state = nextFailback(state, outcomes, config);
  }
}

function settledLine(action: FailbackAction, outcome: ActionOutcome) {
  const subject = 'region' in action ? action.region : 'channel' in action ? action.channel : action.to;
  const detail = outcome.ok ? describe(outcome.value) : outcome.message;
  return {
    action: `${action.kind}:${subject}`,
    outcome: outcome.ok ? ('done' as const) : outcome.timedOut ? ('timed-out' as const) : ('failed' as const),
    ...(detail !== undefined && { detail }),
  };
}

async function persist(
  action: FailbackAction,
  config: FailbackConfig,
  failover: FailoverConfig,
  ports: FailbackPorts,
  switched: readonly JournalLine[],
  stopped: AbortSignal,
): Promise<ActionOutcome> {
  const { deadlineSeconds, attempts } = failbackLimits[action.kind];
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await withDeadline(ports.clock, deadlineSeconds * 1000, stopped, (signal) =>
      perform(action, config, failover, ports, switched, signal),
    );
    if (outcome.ok || outcome.final || attempt >= attempts || stopped.aborted) return outcome;
    await ports.clock.sleep(pauseMs, stopped);
  }
}

async function perform(
  action: FailbackAction,
  config: FailbackConfig,
  failover: FailoverConfig,
  ports: FailbackPorts,
  switched: readonly JournalLine[],
  signal: AbortSignal,
): Promise<DatabasePosition | string | undefined> {
  const { databases, seeder } = ports;
  switch (action.kind) {
    case 'refuse-writes':
      await databases.refuseWrites(action.region, signal);
      return undefined;
    case 'position':
      return databases.position(action.region, signal);
    case 'seed':
      if (seeder === undefined) throw new Error(`nobody can seed ${action.region}`);
      await seeder.seed(action.region, action.upstream, signal);
      return undefined;
    case 'catch-up':
      return catchUp(action.region, action.upstream, ports, signal);
    case 'switchover':
      return switchover(config, failover, ports, switched, signal);
    case 'follow':
    case 'set-synchronous-standbys':
    case 'notify':
      return performShared(action, ports, signal);
  }
}

async function catchUp(
  region: string,
  upstream: string,
  { databases, clock }: FailbackPorts,
  signal: AbortSignal,
): Promise<DatabasePosition> {
  const target = await databases.position(upstream, signal);
  return reachPosition(databases, region, target, { clock, signal, everyMs: pollMs });
}

/** The same failover with the roles exchanged. All its promises are kept by the machine that keeps them always. */
const switchoverConfig = (failover: FailoverConfig, { old, current }: FailbackConfig): FailoverConfig => ({
  ...failover,
  primary: current,
  takeover: old,
  enabled: ['maintenance'],
  replication: {
    ...failover.replication,
    standbys: [old, ...failover.replication.standbys.filter((region) => region !== current)],
  },
});

async function switchover(
  config: FailbackConfig,
  failover: FailoverConfig,
  ports: FailbackPorts,
  past: readonly JournalLine[],
  signal: AbortSignal,
): Promise<string> {
  const { clock, journal } = ports;
  const sink = {
    append: (line: JournalLine) => journal.append({ at: clock.isoNow(), event: 'switchover', line }),
  };
  let halted: Error | undefined;
  const controller = createFailoverController(
    switchoverConfig(failover, config),
    { ...ports, journal: sink },
    {
      journal: past,
      watch: false,
      onHalt: (error) => {
        halted = error;
      },
    },
  );
  controller.start();
  try {
    let status = controller.status();
    // What an earlier process has begun, or even ended, is not begun again.
    if (!past.some((line) => line.event === 'trigger'))
      status = await controller.trigger('maintenance', `failback to ${config.old}`, config.old);
    for (;;) {
      if (halted !== undefined) throw halted;
      const { phase, detail = '' } = status;
      if (phase === 'completed' || (phase === 'monitoring' && status.primary === config.old))
        return `${config.old} is primary, epoch ${status.epoch}`;
      if (phase === 'refused')
        throw new ControllerError('rejected', detail, failbackGuidance['switchover-refused']);
      if (phase === 'failed') throw new Error(detail);
      if (signal.aborted) throw new Error('the switchover was interrupted');
      await clock.sleep(pollMs, signal);
      status = controller.status();
    }
  } finally {
    await controller.stop();
  }
}
