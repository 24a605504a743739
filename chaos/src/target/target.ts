import type { NotObservedEvidence } from '@attest/evidence';
import type { AlertingDriver } from './alerting-driver.js';
import type { BreakerFeed } from './breaker-feed.js';
import type { ClockDriver } from './clock-driver.js';
import type { DiskDriver } from './disk-driver.js';
import type { EffectsFeed } from './effects-feed.js';
import type { FailoverFeed } from './failover-feed.js';
import type { InstanceDriver } from './instance-driver.js';
import type { LinkDriver } from './link-driver.js';
import type { NodeDriver } from './node-driver.js';
import type { ProcessDriver } from './process-driver.js';
import type { ProcessFailure } from './process-failure.js';
import type { ReceivedNotification } from './received-notification.js';
import type { RegionLossDriver } from './region-loss-driver.js';
import type { ReleaseDriver } from './release-driver.js';
import type { ReplicaDriver } from './replica-driver.js';
import type { ResolverDriver } from './resolver-driver.js';
import type { SecretDriver } from './secret-driver.js';
import type { SessionDriver } from './session-driver.js';
import type { StartDriver } from './start-driver.js';
import type { Store } from './store.js';
import type { TrafficDriver } from './traffic-driver.js';
import type { VendorDriver } from './vendor-driver.js';

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
