export type { AlertingDriver } from './alerting-driver.js';
export type { BreakerFeed, BreakerSeries } from './breaker-feed.js';
export type { CleanupProof } from './cleanup-proof.js';
export type { ClockDriver } from './clock-driver.js';
export type { DiskDriver } from './disk-driver.js';
export type { Disturbance } from './disturbance.js';
export type { EffectsFeed, ObservedEffects } from './effects-feed.js';
export type { FailoverJournalLine } from './failover-feed.js';
export type { InstanceDriver } from './instance-driver.js';
export type { LinkChoice, LinkDriver } from './link-driver.js';
export type { NodeDriver } from './node-driver.js';
export type { ProcessDriver } from './process-driver.js';
export type { ProcessFailure } from './process-failure.js';
export type { Proof } from './proof.js';
export type { ReceivedNotification } from './received-notification.js';
export type { RegionLossDriver } from './region-loss-driver.js';
export type {
  Release,
  ReleaseDefect,
  ReleaseDriver,
  ReleaseStrategy,
  RolloutLine,
} from './release-driver.js';
export type { ReplicaDriver } from './replica-driver.js';
export type { ResolverDriver } from './resolver-driver.js';
export type { SecretDriver } from './secret-driver.js';
export type { SessionDriver } from './session-driver.js';
export type { StartDriver } from './start-driver.js';
export type { NodeRead, Store, StoredRow } from './store.js';
export type { NamedUrl, NotTold, Target } from './target.js';
export type { TrafficDriver } from './traffic-driver.js';
export type { VendorDriver, VendorTrouble } from './vendor-driver.js';
