import { ablyOutage } from './ably-outage.js';
import { alertingOutageInFailover } from './alerting-outage.js';
import { badConfiguration } from './bad-configuration.js';
import { bystanderPartition } from './bystander-partition.js';
import { clockSkew } from './clock-skew.js';
import { connectionExhaustion } from './connection-exhaustion.js';
import { connectionResets } from './connection-resets.js';
import { databaseKill, databasePause } from './database.js';
import { databaseUnreachable } from './database-unreachable.js';
import { deafPrimary } from './deaf-primary.js';
import { diskFull } from './disk-full.js';
import type { Fault } from './fault.js';
import { flappingPartition } from './flapping-partition.js';
import { crashLoop, instanceKill, instancePause } from './instance.js';
import { isolatedPrimary } from './isolated-primary.js';
import { latency } from './latency.js';
import { longLock } from './long-lock.js';
import { errorInjection, slowResponses } from './misbehaving.js';
import { narrowLink } from './narrow-link.js';
import { nodeDrain } from './node-drain.js';
import { oneWayPartition } from './one-way-partition.js';
import { pagerOutageInFailover } from './pager-outage.js';
import { partition } from './partition.js';
import { regionLoss } from './region-loss.js';
import { type ReleaseFaultName, releaseFaults } from './release.js';
import { replicaLag } from './replica-lag.js';
import { replicateRateLimit } from './replicate-rate-limit.js';
import { replicateSlow } from './replicate-slow.js';
import { retryStorm } from './retry-storm.js';
import { secretRotation } from './secret-rotation.js';
import { slowDisk } from './slow-disk.js';
import { slowDns } from './slow-dns.js';
import { slowStart } from './slow-start.js';
import { staleDnsInFailover } from './stale-dns.js';
import { trafficSpike } from './traffic-spike.js';
import { replicateHang, replicateOutage, webhookOutage } from './vendor-outage.js';
import { webhookDuplicate } from './webhook-duplicate.js';
import { webhookLate } from './webhook-late.js';
import { webhookLoss } from './webhook-loss.js';

export type { DriverName } from './driver.js';
export type { Fault, Site } from './fault.js';
export type FaultName =
  | 'region-loss'
  | 'database-kill'
  | 'database-pause'
  | 'database-unreachable'
  | 'disk-full'
  | 'slow-disk'
  | 'instance-kill'
  | 'instance-pause'
  | 'crash-loop'
  | 'slow-start'
  | 'bad-configuration'
  | 'node-drain'
  | 'secret-rotation'
  | 'clock-skew'
  | 'partition'
  | 'flapping-partition'
  | 'replica-lag'
  | 'latency'
  | 'stale-dns-in-failover'
  | 'slow-dns'
  | 'connection-exhaustion'
  | 'long-lock'
  | 'replicate-outage'
  | 'replicate-hang'
  | 'replicate-slow'
  | 'replicate-rate-limit'
  | 'webhook-outage'
  | 'webhook-loss'
  | 'webhook-duplicate'
  | 'alerting-outage-in-failover'
  | 'pager-outage-in-failover'
  | 'one-way-partition'
  | 'deaf-primary'
  | 'bystander-partition'
  | 'isolated-primary'
  | 'narrow-link'
  | 'connection-resets'
  | 'error-injection'
  | 'slow-responses'
  | 'webhook-late'
  | 'ably-outage'
  | 'traffic-spike'
  | 'retry-storm'
  | ReleaseFaultName;

/** Every fault, by the name used in experiments and in reports. */
export const faults = {
  'region-loss': regionLoss,
  'database-kill': databaseKill,
  'database-pause': databasePause,
  'database-unreachable': databaseUnreachable,
  'disk-full': diskFull,
  'slow-disk': slowDisk,
  'instance-kill': instanceKill,
  'instance-pause': instancePause,
  'crash-loop': crashLoop,
  'slow-start': slowStart,
  'bad-configuration': badConfiguration,
  'node-drain': nodeDrain,
  'secret-rotation': secretRotation,
  'clock-skew': clockSkew,
  partition,
  'flapping-partition': flappingPartition,
  'replica-lag': replicaLag,
  latency,
  'stale-dns-in-failover': staleDnsInFailover,
  'slow-dns': slowDns,
  'connection-exhaustion': connectionExhaustion,
  'long-lock': longLock,
  'replicate-outage': replicateOutage,
  'replicate-hang': replicateHang,
  'replicate-slow': replicateSlow,
  'replicate-rate-limit': replicateRateLimit,
  'webhook-outage': webhookOutage,
  'webhook-loss': webhookLoss,
  'webhook-duplicate': webhookDuplicate,
  'alerting-outage-in-failover': alertingOutageInFailover,
  'pager-outage-in-failover': pagerOutageInFailover,
  'one-way-partition': oneWayPartition,
  'deaf-primary': deafPrimary,
  'bystander-partition': bystanderPartition,
  'isolated-primary': isolatedPrimary,
  'narrow-link': narrowLink,
  'connection-resets': connectionResets,
  'error-injection': errorInjection,
  'slow-responses': slowResponses,
  'webhook-late': webhookLate,
  'ably-outage': ablyOutage,
  'traffic-spike': trafficSpike,
  'retry-storm': retryStorm,
  ...releaseFaults,
} as const satisfies Record<FaultName, Fault>;
