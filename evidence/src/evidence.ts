import type { BreakerSample } from './breaker.js';
import type {
  CapacityControl,
  CapacityRunner,
  CapacityScaling,
  CapacitySearch,
  CapacityStep,
  CapacityTarget,
} from './capacity.js';
import type { RolloutEvent } from './rollout.js';

/**
 * What a run records while it happens: one JSON object a line in `<run>/evidence.jsonl`, told apart by `kind`.
 * Every time (`t`, `…T`, `second`) is in milliseconds since the start of the run, on the machine's monotonic clock;
 * `at` is the wall clock when the line was written, for people.
 */
export type Evidence =
  | RunEvidence
  | PhaseEvidence
  | FaultEvidence
  | FailoverEvidence
  | ClientsEvidence
  | ClockEvidence
  | GeneratorEvidence
  | NotificationEvidence
  | PriceEvidence
  | HistoryEvidence
  | ToolFailureEvidence
  | InterruptedEvidence
  | GaveUpEvidence
  | NotObservedEvidence
  | RolloutEvidence
  | BreakerEvidence
  | BedEvidence
  | RehearsalEvidence
  | CleanupEvidence
  | AlertEvidence
  | CapacityTargetEvidence
  | CapacityControlEvidence
  | CapacityStepEvidence
  | CapacitySearchEvidence
  | CapacityRunnerEvidence
  | CapacityScalingEvidence;

export type EvidenceKind = Evidence['kind'];
export type EvidenceOf<K extends EvidenceKind> = Extract<Evidence, { kind: K }>;

/** A line as it stands in the file; `line` counts from 1 and is what verdicts refer to. */
export type Recorded<E extends Evidence = Evidence> = E & { readonly line: number };

/** What is handed to the recorder, which adds the times. */
export type EvidenceBody<E extends Evidence = Evidence> = E extends Evidence ? Omit<E, 't' | 'at'> : never;

interface Stamp {
  readonly t: number;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** The first line of every run. */
export interface RunEvidence extends Stamp {
  readonly kind: 'run';
  readonly run: string;
  readonly experiment: string;
  readonly target: string;
  readonly environment: string;
  readonly revision: string;
  /** Changes to the design that were asked for, e.g. `{ replication: 'async' }`; empty for the design itself. */
  readonly whatIf: Readonly<Record<string, string>>;
  readonly machine: Machine;
  /** The promised 99th percentile in ms, which client arrivals were held to. */
  readonly lateMs?: number;
  /** As many platforms were under load at most, with this one, while others came up or ended; left out when it was alone. */
  readonly atOnce?: number;
  /** Of a series of runs: which, the number of this one, and how long it waits before it injects. */
  readonly series?: { readonly series: string; readonly number: number; readonly phaseMs: number };
}

export interface Machine {
  /** For example `linux 6.8.0 x64`. */
  readonly system: string;
  readonly cpuModel: string;
  readonly cpus: number;
  readonly memoryMib: number;
  /** Version of Node.js, e.g. `20.20.2`. */
  readonly node: string;
}

export type PhaseName = 'bed-up' | 'rehearsal' | 'steady-state' | 'fault' | 'recovery' | 'undo' | 'check';

export interface PhaseEvidence extends Stamp {
  readonly kind: 'phase';
  readonly phase: PhaseName;
  readonly edge: 'start' | 'end';
}

export interface ProofOfFault {
  readonly probe: string;
  readonly expected: string;
  readonly observed: string;
  readonly ok: boolean;
}

export interface FaultEvidence extends Stamp {
  readonly kind: 'fault';
  readonly fault: string;
  readonly phase: 'intent' | 'effective' | 'undone';
  /** For `effective`: that it took effect. For `undone`: that it is gone. Empty for `intent`. */
  readonly proofs: readonly ProofOfFault[];
  readonly writesInFlight?: number;
}

/** What one line of the failover controller's journal says. */
export interface FailoverEvent {
  readonly event: 'trigger' | 'step-start' | 'step-end' | 'action' | 'refused' | 'completed' | 'failed';
  readonly step?: string;
  readonly action?: string;
  readonly trigger?: string;
  readonly epoch?: number;
  readonly region?: string;
  /** Of a `step-end`: `ok`, or what went wrong. */
  readonly outcome?: string;
  readonly detail?: string;
}

export type FailoverEvidence = Stamp & { readonly kind: 'failover' } & FailoverEvent;

export type ClientStream = 'writes' | 'reads';

/**
 * One second of what clients saw, by the scheduled start of each request.
 * `arrivals = good + late + failed + dropped`; only `good` is good.
 */
export interface ClientsEvidence extends Stamp {
  readonly kind: 'clients';
  readonly stream: ClientStream;
  /** Start of the bucket, ms since the run's start, a multiple of 1000. */
  readonly second: number;
  readonly arrivals: number;
  /** Answered well and within the promised p99. */
  readonly good: number;
  readonly failed: number;
  /** Answered well, but slower than the promised p99. */
  readonly late: number;
  /** Due, but never sent by the generator. */
  readonly dropped: number;
  /** Nearest rank over the requests of this second; null when none was sent. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

/** Bounds on what is added to the generator's time to have the run's, from a handshake of so many exchanges. */
export interface ClockEvidence extends Stamp {
  readonly kind: 'clock';
  readonly offsetLowMs: number;
  readonly offsetHighMs: number;
  readonly exchanges: number;
}

export interface GeneratorEvidence extends Stamp {
  readonly kind: 'generator';
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  /** The run told it to end, and it ended in the way that this has (for k6: code 103); any other end is a failure. */
  readonly endedAsTold: boolean;
  readonly iterations: number;
  readonly droppedIterations: number;
  readonly maxVus: number;
  readonly lastLines: readonly string[];
}

export interface NotificationEvidence extends Stamp {
  readonly kind: 'notification';
  /** For example `pagerduty`, `slack`, `email`. */
  readonly channel: string;
  readonly summary: string;
  readonly dedupKey?: string;
  /** `controller` (of failovers), `rollout` or `alertmanager`; left out when unknown. */
  readonly sender?: string;
  readonly receivedT: number;
}

/** What waiting for a synchronous standby costs per commit: paired differences, durable minus local. */
export interface PriceEvidence extends Stamp, Price {
  readonly kind: 'price';
}

export interface Price {
  readonly pairs: number;
  readonly durableMedianMs: number;
  readonly localMedianMs: number;
  /** Hodges–Lehmann estimate of the difference, with its confidence interval. */
  readonly differenceMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  /** For example 0.95. */
  readonly confidence: number;
  /** Durable median divided by local median. */
  readonly ratio: number;
}

/** Counts of ids, as the history checker answers them. */
export interface HistoryCounts {
  readonly acked: number;
  readonly lost: number;
  readonly recovered: number;
  readonly unknown: number;
  readonly duplicate: number;
  readonly corrupt: number;
  readonly phantom: number;
  readonly failedButPresent: number;
  readonly fencedAck: number;
}

export interface HistoryEvidence extends Stamp {
  readonly kind: 'history';
  /** The history that was judged, relative to the run's directory. */
  readonly file: string;
  readonly verdict: 'held' | 'broken' | 'inconclusive';
  readonly reason: string;
  readonly counts: HistoryCounts;
  /** The id of every lost write. */
  readonly lost: readonly string[];
  /** What the databases say of their own logs, without anything that was read: the second oracle. */
  readonly wal?: WalFindings;
  /** What became of the effects that acknowledged writes promise, by kind; only where the target tells. */
  readonly effects?: Readonly<Record<string, EffectFindings>>;
}

/** Counts of writes. */
export interface EffectFindings {
  /** Acknowledged writes that promise it. */
  readonly promised: number;
  readonly missing: number;
  readonly duplicate: number;
  readonly unfounded: number;
}

export interface WalFindings {
  /** Acknowledged writes of which the logs know whether they have them. */
  readonly decided: number;
  readonly undecided: number;
  readonly missing: number;
  /** Ids on which the logs and what was read disagree. */
  readonly disputed: readonly string[];
  /** Nodes that gave no account. */
  readonly silent: readonly string[];
}

/** An instrument of the run ended without having been told to. */
export interface ToolFailureEvidence extends Stamp {
  readonly kind: 'tool-failure';
  readonly tool: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly lastLines: readonly string[];
}

export interface InterruptedEvidence extends Stamp {
  readonly kind: 'interrupted';
  readonly signal: string;
  readonly phase: string;
}

/** The run could not go on: no steady state, a fault that could not be injected, undone or proven, a read that failed. */
export interface GaveUpEvidence extends Stamp {
  readonly kind: 'gave-up';
  readonly phase: PhaseName;
  readonly reason: string;
}

/** What a target cannot tell, so that its absence from the evidence says nothing. */
export interface NotObservedEvidence extends Stamp {
  readonly kind: 'not-observed';
  /** The kind of evidence that there is none of. */
  readonly of: 'failover' | 'history' | 'notification' | 'rollout';
  /** A clause that follows `because`. */
  readonly because: string;
}

export type RolloutEvidence = Stamp & { readonly kind: 'rollout' } & RolloutEvent;

/** What one circuit breaker said of itself, oldest first; only of those that the experiment is about. */
export interface BreakerEvidence extends Stamp {
  readonly kind: 'breaker';
  readonly name: string;
  readonly service: string;
  readonly region: string;
  readonly instance: string;
  readonly samples: readonly (BreakerSample & { readonly t: number })[];
}

export interface BedEvidence extends Stamp {
  readonly kind: 'bed';
  readonly upSeconds: number;
  readonly processes: number;
}

/** The reference was made warm and measured before its answers are judged. */
export interface RehearsalEvidence extends Stamp {
  readonly kind: 'rehearsal';
  readonly seconds: number;
  /** Durable writes a second that the bed carried on this machine when nothing else was asked of it. */
  readonly carriedWritesPerSecond?: number;
  /** Requests a second that are due from now on: what the experiment asks for, or 45 % of what the bed carries. */
  readonly loadPerSecond: number;
}

/** What is left after the end; all three should be empty. */
export interface CleanupEvidence extends Stamp {
  readonly kind: 'cleanup';
  readonly processesLeft: readonly string[];
  readonly portsLeft: readonly number[];
  readonly filesLeft: readonly string[];
}

export interface AlertEvidence extends Stamp {
  readonly kind: 'alert';
  readonly name: string;
  readonly status: 'firing' | 'resolved';
  readonly receiver: string;
  readonly receivedT: number;
}

export interface CapacityTargetEvidence extends Stamp, CapacityTarget {
  readonly kind: 'capacity-target';
  /** Before the load, or after it. */
  readonly when: 'before' | 'after';
}

export interface CapacityControlEvidence extends Stamp, CapacityControl {
  readonly kind: 'capacity-control';
}

export interface CapacityStepEvidence extends Stamp, CapacityStep {
  readonly kind: 'capacity-step';
}

export interface CapacitySearchEvidence extends Stamp, CapacitySearch {
  readonly kind: 'capacity-search';
}

export interface CapacityRunnerEvidence extends Stamp, CapacityRunner {
  readonly kind: 'capacity-runner';
}

export interface CapacityScalingEvidence extends Stamp, CapacityScaling {
  readonly kind: 'capacity-scaling';
}
