import type { BreakerSample, NotObservedEvidence, RolloutEvent } from '@attest/evidence';
import type { Stream } from '@attest/loadtests';
import type { EffectRow, WalAccount } from './history/index.js';

/**
 * What a game day acts on: the reference platform, or a real one. A driver that a target does not have is `undefined`, and
 * an experiment that needs it refuses to start; it never pretends.
 *
 * All times are monotonic milliseconds (`process.hrtime`), one clock for every process of the machine.
 */
export interface Target {
  /** As printed in verdicts, e.g. `reference`. */
  readonly name: string;
  readonly environment: string;
  readonly revision: string;
  /** Region ids, the one that is primary before anything happens first. */
  readonly regions: readonly string[];
  /** The only region that may take over. */
  readonly takeover: string;
  /** Where clients enter, by service id; each serves the service's resources. */
  readonly entrances: Readonly<Record<string, string>>;
  /** Everything with a URL that a person may want to open. */
  readonly urls: readonly NamedUrl[];
  readonly regionLoss?: RegionLossDriver;
  readonly databases?: ProcessDriver;
  readonly disks?: DiskDriver;
  readonly instances?: InstanceDriver;
  readonly starts?: StartDriver;
  readonly nodes?: NodeDriver;
  readonly secrets?: SecretDriver;
  readonly clocks?: ClockDriver;
  readonly links?: LinkDriver;
  readonly replicas?: ReplicaDriver;
  readonly vendors?: VendorDriver;
  readonly resolvers?: ResolverDriver;
  readonly sessions?: SessionDriver;
  readonly alerting?: AlertingDriver;
  readonly releases?: ReleaseDriver;
  readonly traffic?: TrafficDriver;
  /** Left out by targets whose databases nobody may read around their services. */
  readonly store?: Store;
  /** Left out by targets that cannot tell what writes bring about; then nothing is promised of it, and nothing judged. */
  readonly effects?: EffectsFeed;
  readonly failover?: FailoverFeed;
  /** Left out where nobody keeps what circuit breakers say of themselves. */
  readonly breakers?: BreakerFeed;
  /** What the vendors' side received, oldest first. */
  notifications?(): Promise<readonly ReceivedNotification[]>;
  /** Pairs of commit times in ms, durable and local, taken alternately on the primary. */
  measureCommitPrice?(pairs: number): Promise<readonly { durableMs: number; localMs: number }[]>;
  /** What the target cannot tell of, with a clause that follows `because`: claims that are judged by it are inconclusive. */
  readonly cannotTell?: readonly NotTold[];
  /** Called once for each part of the platform that ends without having been told to. Returns the unsubscriber. */
  onUnexpectedExit(listener: (failure: ProcessFailure) => void): () => void;
}

export type NotTold = Pick<NotObservedEvidence, 'of' | 'because'>;

export interface NamedUrl {
  readonly name: string;
  readonly url: string;
}

/** The loss of a region: its links first, then its processes (the design's §6 says why in this order). */
export interface RegionLossDriver {
  cutLinks(region: string): Promise<void>;
  /** SIGKILLs everything in the region; resolves when the operating system confirms that all are gone. */
  killProcesses(region: string): Promise<void>;
  /** Is the region really gone? One proof per link and process group that was looked at. */
  proveLost(region: string): Promise<readonly Proof[]>;
  /** Idempotent. The old primary stays fenced: reseeding and failback are steps of their own. */
  restore(region: string): Promise<void>;
  proveRestored(region: string): Promise<readonly Proof[]>;
}

/**
 * One thing that a target can suffer. Injecting, undoing and proving either are separate, so that nothing is believed without having
 * been looked at.
 */
export interface Disturbance {
  inject(): Promise<void>;
  prove(): Promise<readonly Proof[]>;
  /** Idempotent, also after an injection that stopped half-way, or that was never begun. */
  undo(): Promise<void>;
  proveUndone(): Promise<readonly Proof[]>;
}

/** What happens to processes of a region: those of its database, or one instance of every service, chosen by the target. */
export interface ProcessDriver {
  /** SIGKILL. A former primary database that another has replaced stays down when this is undone; an instance is back by itself. */
  killed(region: string): Disturbance;
  /** Halted where they stand; connections stay open and silent. */
  paused(region: string): Disturbance;
}

/** What happens to the disk of a region's database, as far as the database can tell. */
export interface DiskDriver {
  /** Nothing more can be written. */
  full(region: string): Disturbance;
  /** Every flush of the database's log takes so much longer. */
  slow(region: string, addedMs: number): Disturbance;
}

export interface InstanceDriver extends ProcessDriver {
  /** Killed again whenever somebody has started it again. */
  crashing(region: string): Disturbance;
  /** All instances of every service, although nothing was released and their probes are answered well. */
  misbehaving(region: string, defect: Pick<ReleaseDefect, 'errorRatio' | 'late'>): Disturbance;
}

/** How one instance of every service starts, chosen by the target. */
export interface StartDriver {
  /** Killed, and not ready before so long after it was started again. */
  slow(region: string, delayMs: number): Disturbance;
  /** A configuration is rolled out to it with which it refuses to start. */
  misconfigured(region: string): Disturbance;
}

/** Machines that instances run on. */
export interface NodeDriver {
  /** One that has an instance of every service is taken out of service, in good order; there is no room for them on another. */
  drained(region: string): Disturbance;
}

/** What lets the services of the platform into their database. */
export interface SecretDriver {
  /** Another one counts, everybody has it, and who was let in by the old one has been shown out. */
  rotated(): Disturbance;
}

/** What programs of a region take for the time of day; their monotonic clocks are right. */
export interface ClockDriver {
  /** Ahead by so much in some instances of every service, behind by as much in others. */
  skewed(region: string, offsetMs: number): Disturbance;
}

/** What happens to the company that a platform buys from, as its clients see it. */
export type VendorTrouble =
  /** Answers every request with this status. */
  | { readonly kind: 'refuses'; readonly status: number }
  /** Accepts requests and never answers. */
  | { readonly kind: 'hangs' }
  | { readonly kind: 'slow'; readonly addedMs: number }
  /** Answers 429 to what exceeds this. */
  | { readonly kind: 'limits'; readonly perSecond: number }
  /** Requests are lost on the way there; the connection breaks. */
  | { readonly kind: 'loses-requests' }
  /** What was asked is done, and the connection breaks before the answer. */
  | { readonly kind: 'loses-answers' };

export interface VendorDriver {
  /** `vendor` as the target names it: `replicate`, `webhooks`, `pagerduty`, … */
  troubled(vendor: string, trouble: VendorTrouble): Disturbance;
}

/** Between the clients of the name service and its authority, which itself stays correct. */
export interface ResolverDriver {
  /** Goes on for so long with what it answered when this began, whatever changes meanwhile. */
  stale(seconds: number): Disturbance;
  slow(addedMs: number): Disturbance;
}

/** Other sessions in the database, in the way of the platform's own. */
export interface SessionDriver {
  /** Every connection that is not reserved for operators is taken. */
  exhausted(region: string): Disturbance;
  /** A forgotten transaction holds every job that there is. */
  holdingJobs(region: string): Disturbance;
}

export interface AlertingDriver {
  /** Metrics are not collected, alerts are not sent. */
  halted(): Disturbance;
}

/** More clients than usual. What they ask for changes nothing, so that what is stored is only what the load of a run has written. */
export interface TrafficDriver {
  /** So many times what arrives when it begins. */
  spike(factor: number): Disturbance;
}

/** Links by their ends, in either direction, and by what they carry; what is left out does not restrict the choice. */
export interface LinkChoice {
  /** Regions, or `outside`. The same twice: links inside a region. */
  readonly between?: readonly [string, string];
  /** A service, `postgres`, or a vendor, as the target names it. */
  readonly what?: string;
}

export interface LinkDriver {
  cut(links: LinkChoice): Promise<void>;
  proveCut(links: LinkChoice): Promise<readonly Proof[]>;
  /** Adds to the usual round trip. */
  slow(links: LinkChoice, addedMs: number): Promise<void>;
  /** Proven by measured round trips, not by settings. */
  proveSlow(links: LinkChoice, addedMs: number): Promise<readonly Proof[]>;
  /** Idempotent, after either. */
  restore(links: LinkChoice): Promise<void>;
  /** The links answer, and everything that shapes traffic is as it was before the first fault. */
  proveRestored(links: LinkChoice): Promise<readonly Proof[]>;
  /** Cut and open in turn, so long each. */
  flapping(links: LinkChoice, periodMs: number): Disturbance;
  /** What one region sends to the other is lost; what it is sent by the other arrives. */
  oneWay(from: string, to: string): Disturbance;
  /** No connection carries more than that, either way. */
  narrow(links: LinkChoice, kilobytesPerSecond: number): Disturbance;
  /** This share of the connections is reset when they next carry something, every second another. */
  resetting(links: LinkChoice, share: number): Disturbance;
}

export interface ReplicaDriver {
  /** A standby goes on receiving, and stops replaying. */
  holdReplay(region: string): Promise<void>;
  /** That it is held, and that it has really fallen behind what it received. */
  proveHeld(region: string): Promise<readonly Proof[]>;
  resumeReplay(region: string): Promise<void>;
  proveResumed(region: string): Promise<readonly Proof[]>;
}

/** What is wrong with a revision; nothing when all is left out. */
export interface ReleaseDefect {
  /** Share of the requests that are answered with 500 before anything is stored. */
  readonly errorRatio?: number;
  /** An answer takes so many times as long as it would. */
  readonly latencyFactor?: number;
  /** This share of the answers comes so much later than it would. */
  readonly late?: { readonly ratio: number; readonly ms: number };
  /** Cores that each instance burns more with every minute, whatever is asked of it, until it burns `maxCores`. */
  readonly cpuLeak?: { readonly coresPerMinute: number; readonly maxCores: number };
}

export interface Release {
  readonly defect: ReleaseDefect;
  readonly strategy: ReleaseStrategy;
  /** It stores more than the old revision does, so that its tables have to be changed while that one serves. */
  readonly migrates?: boolean;
}

/** How a new revision gets its traffic. */
export type ReleaseStrategy =
  /** Stage by stage, as the catalog says; the stages last so many times less. */
  | { readonly kind: 'canary'; readonly timeFactor: number }
  /** All of it at once, for so long, and back to the old revision, watched for as long. */
  | { readonly kind: 'blue-green'; readonly seconds: number };

/** One line of a rollout's journal. */
export type RolloutLine = RolloutEvent & { readonly monotonicMs: number };

/** Releases of a service that the target chooses, in the primary region. */
export interface ReleaseDriver {
  /** Deploys a new revision beside the one that serves, and begins its rollout; resolves when it gets its first share of the traffic. */
  begin(release: Release): Promise<void>;
  proveBegun(): Promise<readonly Proof[]>;
  /** Idempotent. Ends a rollout that has not ended and takes the new revision away; one that was promoted stays. */
  withdraw(): Promise<void>;
  /** One revision serves, with all its instances, and gets all of the traffic. */
  proveSettled(): Promise<readonly Proof[]>;
  /** Every line of a rollout's journal from now on. Returns the unsubscriber. */
  subscribe(listener: (line: RolloutLine) => void): () => void;
}

export interface Proof {
  readonly probe: string;
  readonly expected: string;
  readonly observed: string;
  readonly ok: boolean;
}

/** Reads what is durably stored, around the services, straight from the database. */
export interface Store {
  /** Every stored write as seen on this region's database; `hash` is computed from the stored content, not remembered. */
  readRows(region: string): Promise<readonly StoredRow[]>;
  /** The region whose database takes writes now, and its epoch. */
  primary(): Promise<{ readonly region: string; readonly epoch: number }>;
  /** Resolves when `replica` has replayed everything that `primary` had flushed at the time of the call; rejects after the timeout. */
  awaitReplay(replica: string, primary: string, timeoutMs: number): Promise<void>;
  /**
   * What this region's database says of its own log, and of these transactions. Left out by targets whose acknowledgements tell no
   * transaction.
   */
  accountOfLog?(region: string, xids: readonly string[]): Promise<WalAccount>;
  /** What others than the game day were shown of a database while the run lasted. Left out where nobody else looks. */
  readByOthers?(): readonly NodeRead[];
}

/** Everything that a region's database showed to somebody. */
export interface NodeRead {
  readonly node: string;
  /** Past everything that was acknowledged, after the end. */
  readonly final: boolean;
  readonly sentMonotonicMs: number;
  readonly doneMonotonicMs: number;
  readonly rows: readonly StoredRow[];
}

/** What acknowledged writes bring about beside their rows: jobs done, events delivered, images made. */
export interface EffectsFeed {
  /** The kinds of effects that are promised when such a write is acknowledged. */
  promisedBy(stream: Stream): readonly string[];
  /** Everything that has come about until now, of every kind that there is. */
  read(): Promise<readonly ObservedEffects[]>;
}

export interface ObservedEffects {
  readonly kind: string;
  readonly rows: readonly EffectRow[];
  /** How much of it is still under way, and will come or fail by itself. */
  readonly pending: number;
  /** How much of it took place and is no longer known; then nobody can say what is missing. */
  readonly forgotten: number;
  /** Its receiver knows no idempotency key, so that nobody can keep it from being repeated. */
  readonly atLeastOnce: boolean;
}

export interface StoredRow {
  readonly id: string;
  readonly hash: string;
  readonly count: number;
}

/** One line of the failover controller's journal. */
export interface FailoverJournalLine {
  readonly monotonicMs: number;
  readonly at: string;
  readonly event: 'trigger' | 'step-start' | 'step-end' | 'action' | 'refused' | 'completed' | 'failed';
  readonly step?: string;
  readonly action?: string;
  readonly trigger?: string;
  readonly epoch?: number;
  readonly region?: string;
  readonly outcome?: string;
  readonly detail?: string;
}

export interface FailoverFeed {
  /** Every journal line from now on. Returns the unsubscriber. */
  subscribe(listener: (line: FailoverJournalLine) => void): () => void;
}

/** What circuit breakers say of themselves, as the platform's monitoring keeps it. */
export interface BreakerFeed {
  /** Every breaker of this name, one for each instance that has one, and what was seen of it since then. */
  read(name: string, sinceMonotonicMs: number): Promise<readonly BreakerSeries[]>;
}

export interface BreakerSeries {
  readonly service: string;
  readonly region: string;
  readonly instance: string;
  /** Oldest first. */
  readonly samples: readonly (BreakerSample & { readonly monotonicMs: number })[];
}

export interface ReceivedNotification {
  readonly channel: 'pagerduty' | 'slack' | 'email' | 'webhook' | 'heartbeat' | 'ably';
  readonly receivedMonotonicMs: number;
  readonly summary: string;
  readonly dedupKey?: string;
  /** `controller` when the failover controller sent it, `rollout` when a rollout did, `alertmanager` when an alert did; undefined when unknown. */
  readonly sender?: string;
}

export interface ProcessFailure {
  readonly name: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly lastLines: readonly string[];
  /** True when the run's instruments (not the platform's own parts) are concerned, so that nothing can be judged. */
  readonly instrument: boolean;
}

/** What is left after the end; all three must be empty. */
export interface CleanupProof {
  readonly processesLeft: readonly string[];
  readonly portsLeft: readonly number[];
  readonly filesLeft: readonly string[];
}
