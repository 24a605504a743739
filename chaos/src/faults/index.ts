import { databaseKill, databasePause } from './database.js';
import { databaseUnreachable } from './database-unreachable.js';
import type { Fault } from './fault.js';
import { instanceKill, instancePause } from './instance.js';
import { latency } from './latency.js';
import { partition } from './partition.js';
import { regionLoss } from './region-loss.js';
import { type ReleaseFaultName, releaseFaults } from './release.js';
import { replicaLag } from './replica-lag.js';
import { replicateOutage, webhookOutage } from './vendor-outage.js';

export type { Fault, Site } from './fault.js';
export type FaultName =
  | 'region-loss'
  | 'database-kill'
  | 'database-pause'
  | 'database-unreachable'
  | 'instance-kill'
  | 'instance-pause'
  | 'partition'
  | 'replica-lag'
  | 'latency'
  | 'replicate-outage'
  | 'webhook-outage'
  | ReleaseFaultName;

/** Every fault, by the name used in experiments and in reports. */
export const faults = {
  'region-loss': regionLoss,
  'database-kill': databaseKill,
  'database-pause': databasePause,
  'database-unreachable': databaseUnreachable,
  'instance-kill': instanceKill,
  'instance-pause': instancePause,
  partition,
  'replica-lag': replicaLag,
  latency,
  'replicate-outage': replicateOutage,
  'webhook-outage': webhookOutage,
  ...releaseFaults,
} as const satisfies Record<FaultName, Fault>;
