import type { PhaseName } from '@attest/evidence';
import type { Generator, Stream } from '@attest/loadtests';
import type { Experiment } from '../experiments/index.js';
import type { FaultName, Site } from '../faults/index.js';
import { siteOf } from '../faults/site-of.js';
import type { FailoverJournalLine, ProcessFailure, RolloutLine, Target } from '../target/index.js';
import type { EvidenceSink } from './evidence-sink.js';
import type { LoadWatch } from './load-watch.js';
import type { Progress } from './progress.js';
import { type RunClock, sinceStart } from './run-clock.js';
import type { HistorySources } from './run-history.js';

export interface GamedayOptions {
  readonly experiment: Experiment;
  readonly target: Target;
  readonly evidence: EvidenceSink;
  readonly clock: RunClock;
  readonly progress: Progress;
  /** Starts the load; the game day ends it. */
  readonly startLoad: () => Promise<Generator>;
  /** What the load consists of: the target says what its writes promise. */
  readonly streams: readonly Stream[];
  /** Keeps the history beside the evidence; answers its name relative to the run's directory. */
  readonly writeHistory: (jsonLines: string) => Promise<string>;
  /** The promised 99th percentile in ms: what is slower is late. */
  readonly lateMs: number;
  /** The promised duration of a failover in s; the run waits somewhat longer before it gives up. */
  readonly promisedDurationSeconds: number;
  /** So long after the steady state is the fault injected; at once unless given. */
  readonly phaseMs?: number;
  /** Nothing is injected: the clients are watched for as long as the fault would stand. */
  readonly readOnly?: boolean;
  /** Called once there is no load any more, and the rest is reading. */
  readonly onLoadEnded?: () => void;
  /** Aborted by Ctrl-C, with the signal's name as its reason. */
  readonly signal: AbortSignal;
}

/** A fault, and where it strikes. */
export interface PlacedFault {
  readonly fault: FaultName;
  readonly site: Site;
}

/** What one run has seen and done so far. */
export interface RunContext extends GamedayOptions {
  /** Who takes writes when the run begins. */
  readonly firstPrimary: { readonly region: string; readonly epoch: number };
  readonly site: Site;
  /** Aborted by Ctrl-C, or when an instrument of the run has failed. */
  readonly stop: AbortSignal;
  readonly journal: FailoverJournalLine[];
  readonly rollout: RolloutLine[];
  readonly faultTimes: HistorySources['faults'][number][];
  readonly reads: HistorySources['reads'][number][];
  readonly accounts: HistorySources['accounts'][number][];
  readonly effects: HistorySources['effects'][number][];
  phase: PhaseName;
  load?: LoadWatch;
  /** From now on the generator ends because it was told to. */
  loadStopping: boolean;
  instrumentFailed: boolean;
  /** What may be in place, in the order in which it was begun. */
  readonly inPlace: PlacedFault[];
  interruptionRecorded: boolean;
  /** What nobody foresaw; thrown once everything is tidied up. */
  readonly unexpected: unknown[];
  /** Ends the run: nothing can be measured any more. */
  failInstrument(failure: ProcessFailure): void;
}

/** An instrument ended without having been told to: from here on nothing can be measured. */
export class InstrumentFailed extends Error {
  constructor(readonly failure: ProcessFailure) {
    super(`${failure.name} ended unexpectedly`);
  }
}

/** Opens a run: from now on the journal is kept and a failing instrument ends it. `close` unsubscribes. */
export async function openRun(options: GamedayOptions): Promise<{ context: RunContext; close: () => void }> {
  const { target, evidence, clock } = options;
  const instruments = new AbortController();
  const journal: FailoverJournalLine[] = [];
  const rollout: RolloutLine[] = [];
  const failInstrument = (failure: ProcessFailure) => {
    const { name: tool, exitCode, signal, lastLines } = failure;
    context.instrumentFailed = true;
    keep(evidence.record({ kind: 'tool-failure', tool, exitCode, signal, lastLines }));
    instruments.abort(new InstrumentFailed(failure));
  };
  /** Nobody waits for these lines; that one cannot be kept ends the run as soon as it is known. */
  const keep = (recorded: Promise<unknown>) => {
    recorded.catch((error: unknown) => instruments.abort(error));
  };
  const closers = [
    target.failover?.subscribe((line) => {
      journal.push(line);
      const { monotonicMs, at: _at, ...body } = line;
      keep(evidence.record({ kind: 'failover', ...body }, { t: sinceStart(clock, monotonicMs) }));
    }),
    target.releases?.subscribe((line) => {
      rollout.push(line);
      const { monotonicMs, ...body } = line;
      keep(evidence.record({ kind: 'rollout', ...body }, { t: sinceStart(clock, monotonicMs) }));
    }),
    target.onUnexpectedExit((failure) => {
      if (failure.instrument) failInstrument(failure);
    }),
  ];
  for (const told of target.cannotTell ?? []) await evidence.record({ kind: 'not-observed', ...told });
  // Who cannot be asked is believed to be as the catalog says.
  const firstPrimary = (await target.store?.primary()) ?? { region: target.regions[0] ?? '', epoch: 1 };
  const context: RunContext = {
    ...options,
    firstPrimary,
    site: siteOf(firstPrimary.region, target.takeover, target.regions),
    stop: AbortSignal.any([options.signal, instruments.signal]),
    journal,
    rollout,
    faultTimes: [],
    reads: [],
    accounts: [],
    effects: [],
    phase: 'steady-state',
    loadStopping: false,
    instrumentFailed: false,
    inPlace: [],
    interruptionRecorded: false,
    unexpected: [],
    failInstrument,
  };
  return { context, close: () => closers.forEach((close) => void close?.()) };
}

/** Marks the phase in the evidence, start and end, even when it fails. Does not begin once `stop` is aborted. */
export async function inPhase(
  context: RunContext,
  phase: PhaseName,
  stop: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  stop.throwIfAborted();
  context.phase = phase;
  await context.evidence.record({ kind: 'phase', phase, edge: 'start' });
  try {
    await work();
  } finally {
    await context.evidence.record({ kind: 'phase', phase, edge: 'end' });
  }
}
