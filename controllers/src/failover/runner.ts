import { setMaxListeners } from 'node:events';
import { ControllerError } from '../controller-error.js';
import type { FailoverConfig } from './config.js';
import { execute } from './execute.js';
import type { JournalLine, TriggerName } from './journal.js';
import type { FailoverPhase, FailoverPorts } from './ports.js';
import { probeRound } from './probe-round.js';
import { guidance } from './reasons.js';
import { restore } from './resume.js';
import { type FailoverEvent, type FailoverState, isRunning, type JournalEntry, phaseOf } from './state.js';
import { next } from './state-machine.js';
import { messageOf } from './with-deadline.js';

export interface FailoverStatus {
  phase: FailoverPhase;
  primary: string;
  epoch: number;
  /** Of the failover that runs, or of the last one. */
  trigger?: TriggerName;
  stage?: string;
  /** Why it was refused or failed, and what to do. */
  detail?: string;
}

/** What people are told of a state. */
export function statusOf(state: FailoverState): FailoverStatus {
  const { run } = state;
  const ending = run?.over ? run.ending : undefined;
  return {
    phase: phaseOf(state),
    primary: state.primary,
    epoch: state.epoch,
    ...(run && { trigger: run.trigger }),
    ...(run && isRunning(state) && { stage: run.stage }),
    ...(ending && ending.as !== 'completed' && { detail: `${ending.detail}. ${guidance[ending.reason]}` }),
  };
}

export interface FailoverController {
  /** Continues what an earlier controller left unfinished, then probes until `stop`. */
  start(): void;
  status(): FailoverStatus;
  /** A person starts a failover. Resolves when the decision is journalled; whether it runs is seen in the status. */
  trigger(trigger: 'maintenance' | 'security_incident', reason: string, to?: string): Promise<FailoverStatus>;
  /** Tries again from where a failover failed that could not be undone. */
  retry(): Promise<FailoverStatus>;
  /** Ends probing and gives up what is in flight; the journal says where to resume. Resolves when all is quiet. */
  stop(): Promise<void>;
}

export interface ControllerOptions {
  /** The journal so far, from `parseJournal`; empty for a controller that never ran. */
  journal?: readonly JournalLine[];
  /** `false`: nothing is probed and nothing starts by itself; only what a person starts, or what was interrupted, is carried out. */
  watch?: boolean;
  /**
   * The controller stopped itself because an intent could not be journalled: it does nothing that it could not resume.
   */
  onHalt?: (error: ControllerError) => void;
}

type Sequenced = FailoverEvent extends infer E ? (E extends unknown ? Omit<E, 'monotonicMs'> : never) : never;

/** Runs the state machine: events one at a time, journal before action, actions side by side. */
export function createFailoverController(
  config: FailoverConfig,
  ports: FailoverPorts,
  options: ControllerOptions = {},
): FailoverController {
  const { clock, metrics, journal } = ports;
  const stopping = new AbortController();
  // One listener for every probe and action in flight.
  setMaxListeners(0, stopping.signal);
  const inFlight = new Set<Promise<void>>();
  let state = restore(options.journal ?? [], config);
  let queue: Promise<void> = Promise.resolve();

  const track = (work: Promise<void>) => {
    inFlight.add(work);
    void work.finally(() => inFlight.delete(work));
  };

  async function handle(event: Sequenced): Promise<void> {
    if (stopping.signal.aborted) return;
    const result = next(state, { ...event, monotonicMs: clock.monotonicMs() } as FailoverEvent, config);
    for (const entry of result.journal) await write(entry);
    state = result.state;
    metrics.state(phaseOf(state));
    metrics.epoch(state.epoch);
    for (const command of result.commands)
      track(
        (async () => {
          if (command.delayMs > 0) await clock.sleep(command.delayMs, stopping.signal);
          const outcome = await execute(command.action, command.deadlineMs, ports, stopping.signal);
          await send({ type: 'settled', key: command.key, attempt: command.attempt, outcome });
        })(),
      );
  }

  function send(event: Sequenced): Promise<void> {
    queue = queue.then(() => handle(event)).catch(halt);
    return queue;
  }

  async function write(entry: JournalEntry): Promise<void> {
    const nowMs = clock.monotonicMs();
    // A step may have begun before it was decided, so its wall clock is that of its beginning.
    const at = new Date(Date.parse(clock.isoNow()) - (nowMs - entry.monotonicMs)).toISOString();
    await journal.append({ ...entry, at });
    if (
      entry.trigger &&
      (entry.event === 'completed' || entry.event === 'refused' || entry.event === 'failed')
    )
      metrics.finished(entry.trigger, entry.event);
    if (entry.event === 'refused') refused = entry;
    if (entry.event === 'step-start') stepStarts.set(entry.step, entry.monotonicMs);
    const startedMs = entry.event === 'step-end' ? stepStarts.get(entry.step) : undefined;
    // A step that began before a restart has no known start here; better no sample than a wrong one.
    if (entry.step && startedMs !== undefined)
      metrics.stepDuration(entry.step, (entry.monotonicMs - startedMs) / 1000);
  }
  const stepStarts = new Map<JournalEntry['step'], number>();
  let refused: JournalEntry | undefined;
  const lastRefusal = () => refused;

  function halt(error: unknown): void {
    stopping.abort();
    options.onHalt?.(
      new ControllerError(
        'journal-unwritable',
        `the failover controller stopped: its journal cannot be written (${messageOf(error)})`,
        'free space or permission where the journal is, then start the controller again: it resumes',
        { cause: error },
      ),
    );
  }

  async function watch(): Promise<void> {
    const intervalMs = config.detection.probeIntervalSeconds * 1000;
    let dueMs = clock.monotonicMs();
    while (!stopping.signal.aborted) {
      const round = await probeRound(state.primary, config, ports, stopping.signal);
      await send({ type: 'round', round });
      // Rounds that are overdue are left out, not made up for: a burst of probes would count as several failures.
      dueMs = Math.max(dueMs + intervalMs, clock.monotonicMs());
      await clock.sleep(dueMs - clock.monotonicMs(), stopping.signal);
    }
  }

  const status = (): FailoverStatus => statusOf(state);

  return {
    start() {
      track(send({ type: 'resume' }).then(options.watch === false ? undefined : watch));
    },
    status,
    async trigger(trigger, reason, to) {
      refused = undefined;
      await send({ type: 'start', trigger, reason, ...(to !== undefined && { to }) });
      // One that was refused at once never ran, so that the state does not know of it.
      const entry = lastRefusal();
      if (entry?.trigger !== trigger || isRunning(state)) return status();
      return { ...status(), phase: 'refused', ...(entry.detail !== undefined && { detail: entry.detail }) };
    },
    async retry() {
      await send({ type: 'retry' });
      return status();
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(inFlight);
      await queue;
    },
  };
}
