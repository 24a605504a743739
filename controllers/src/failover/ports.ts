import type { JournalLine, StepName, TriggerName } from './journal.js';

/*
 * Everything that the failover controller does to the world, or learns from it. Rules for all adapters:
 * - Every action is idempotent: a controller that was killed carries it out again.
 * - `signal` aborts when the action's deadline has passed; an adapter gives up then and rejects.
 * - A rejection means "not known to have happened". The message is shown to people, so it names region and cause.
 */

/**
 * What one probe saw: `up` answered in time; `down` was refused, failed or did not answer in time; `unknown` could
 * not be made (no socket, no address, no samples) and counts neither for nor against a region. A probe that rejects is `down`.
 */
export type ProbeResult = 'up' | 'down' | 'unknown';

export interface Probes {
  /** `up` when any service of the region answers as its users reach it (a region with one dead service is not dead). */
  api(region: string, signal: AbortSignal): Promise<ProbeResult>;
  /** `up` when the region's database answers a query, be it a primary or a standby. */
  database(region: string, signal: AbortSignal): Promise<ProbeResult>;
  /**
   * Every service of the region could take traffic if it had a primary; names those that could not. Not a readiness that
   * depends on the database which may just have been lost: that would refuse every failover.
   */
  ready(region: string, signal: AbortSignal): Promise<{ ready: boolean; detail: string }>;
  /** Requests that the edge sent to the region in the last `windowSeconds`. `undefined`: not known, which is not zero. */
  edgeErrors(
    region: string,
    windowSeconds: number,
    signal: AbortSignal,
  ): Promise<{ requests: number; errors: number } | undefined>;
}

export interface DatabasePosition {
  role: 'primary' | 'standby';
  /** As PostgreSQL prints it, `16/B374D848`. Standby: the greater of received-and-flushed and replayed. */
  flushedLsn: string;
  timelineId: number;
  /** Newest epoch in the control table as this server sees it. */
  epoch: number;
}

export interface Databases {
  position(region: string, signal: AbortSignal): Promise<DatabasePosition>;

  /**
   * A standby stops receiving WAL (empty `primary_conninfo`, reload) and stays detached. Resolves with its position
   * only once its WAL receiver has ended: from then on the old primary cannot count on this standby for a commit.
   */
  detach(region: string, signal: AbortSignal): Promise<DatabasePosition>;

  /** A standby receives WAL from `upstream` (primary or standby). Resolves when set and loaded; it need not stream yet. */
  follow(region: string, upstream: string, signal: AbortSignal): Promise<void>;

  /**
   * No client can write any more: read-only for all sessions (`default_transaction_read_only`, reload), client sessions
   * terminated. Terminated, never cancelled: cancelling a commit that waits for a standby reports success to its client.
   * Works on a standby as well, where it holds from the moment of promotion.
   */
  refuseWrites(region: string, signal: AbortSignal): Promise<void>;

  /** Undoes `refuseWrites`. */
  acceptWrites(region: string, signal: AbortSignal): Promise<void>;

  /** `synchronous_standby_names = 'ANY quorum (standbys)'` and reload; no standbys: empty. Works on a standby. */
  setSynchronousStandbys(
    region: string,
    quorum: number,
    standbys: readonly string[],
    signal: AbortSignal,
  ): Promise<void>;

  /** Resolves when the server is out of recovery; at once when it already was. */
  promote(region: string, signal: AbortSignal): Promise<void>;

  /**
   * Inserts the epoch into the control table, in a session that may write although clients may not, and waits for the
   * synchronous standbys: a resolved promise proves that durable writes work. Nothing to do when it is there already.
   */
  writeEpoch(region: string, epoch: number, signal: AbortSignal): Promise<void>;
}

export interface Workloads {
  /**
   * The service has at least so many instances in the region, or is about to: resolves when the orchestrator has taken the order.
   * Never fewer than it has now.
   */
  scale(region: string, service: string, replicas: number, signal: AbortSignal): Promise<void>;
}

export interface Dns {
  /** The region that a record points to, asked of the authoritative server. */
  current(record: string, signal: AbortSignal): Promise<string>;
  /** Points a record to a region; resolves when the authoritative server answers with it. */
  point(record: string, region: string, signal: AbortSignal): Promise<void>;
}

export interface Edge {
  /**
   * The region that answered the newest request (real traffic or a probe made now) of this service through the edge with
   * success, or `undefined` when none did. A probe that writes or reads the database says more than one that does not.
   */
  servedBy(service: string, signal: AbortSignal): Promise<string | undefined>;
}

export interface Notice {
  /** The same for all notices of one failover, so that a receiver can fold repetitions. */
  dedupKey: string;
  severity: 'critical' | 'warning' | 'info';
  outcome: 'completed' | 'refused' | 'failed';
  trigger: TriggerName;
  from: string;
  to: string;
  epoch: number;
  /** One sentence. */
  summary: string;
  /** What happened, and what a person has to do now. Plain text of several lines. */
  body: string;
}

export interface Notifier {
  /** Resolves when the channel has accepted the notice. `channel` is one of the catalog's, e.g. `pagerduty`. */
  notify(channel: string, notice: Notice, signal: AbortSignal): Promise<void>;
}

export interface JournalSink {
  /**
   * Resolves when the line would survive a crash of the controller. Lines arrive one at a time, in order. Written with its
   * newline; a sink that opens a file which does not end in one first cuts off the torn line.
   */
  append(line: JournalLine): Promise<void>;
}

export interface Clock {
  /** CLOCK_MONOTONIC in ms: `Number(process.hrtime.bigint()) / 1e6`. */
  monotonicMs(): number;
  /** Wall clock, ISO 8601. */
  isoNow(): string;
  /** Resolves after `ms`, or at once when the signal aborts (it does not reject). */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** What the metric contract says of a failover; the adapter owns the names. */
export interface FailoverMetrics {
  /** `failover_state{state}`: 1 for `current`, 0 for the other states. */
  state(current: FailoverPhase): void;
  /** `failover_epoch`. */
  epoch(epoch: number): void;
  /** `failover_step_duration_seconds{step}`. */
  stepDuration(step: StepName, seconds: number): void;
  /** `failover_total{trigger,outcome}`. */
  finished(trigger: TriggerName, outcome: 'completed' | 'refused' | 'failed'): void;
}

/** Values of the label `state` of `failover_state`. */
export const failoverPhases = [
  'monitoring',
  'failing_over',
  'compensating',
  'completed',
  'refused',
  'failed',
] as const;

export type FailoverPhase = (typeof failoverPhases)[number];

export interface FailoverPorts {
  probes: Probes;
  databases: Databases;
  /** Needed where `FailoverConfig.scale` names a service. */
  workloads?: Workloads;
  dns: Dns;
  edge: Edge;
  notifier: Notifier;
  journal: JournalSink;
  metrics: FailoverMetrics;
  clock: Clock;
}
