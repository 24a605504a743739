import type { FaultName } from '../faults/index.js';
import type { Where } from './schedule.js';

/** What a fault lays hands on. Two faults with one of them in common are never in place together: undoing one would undo the other, or disprove it. */
type Touched =
  | 'links'
  | 'standby-link'
  | 'vendors'
  | 'resolvers'
  | 'sessions'
  | 'instances'
  | 'replica'
  | 'disk'
  | 'traffic';

export interface Schedulable {
  readonly where: readonly Where[];
  readonly touches: readonly Touched[];
}

/** Why a fault is in no schedule. */
export interface NotSchedulable {
  readonly because: string;
}

const failsOver = {
  because: 'a failover has to follow it, so that what must happen differs from what a schedule expects',
};
const release = { because: 'a rollout takes its own time, and is judged by how it ends' };
const both: readonly Where[] = ['primary', 'takeover'];
const primary: readonly Where[] = ['primary'];

/** Links are proven to be restored by the fingerprint of all of them, and so are vendors. */
const links: Schedulable = { where: primary, touches: ['links'] };
const vendors: Schedulable = { where: primary, touches: ['vendors'] };
/** An instance that starts needs connections of its own: without any it is never back. */
const instances: Schedulable = { where: both, touches: ['instances', 'sessions'] };
const instancesOfPrimary: Schedulable = { ...instances, where: primary };
const standbyLink: Schedulable = { where: primary, touches: ['links', 'standby-link'] };

/** Whether a fault may be part of a schedule; exhaustive, so that a new one says whether it can. */
export const schedulable: Readonly<Record<FaultName, Schedulable | NotSchedulable>> = {
  'region-loss': failsOver,
  'database-kill': failsOver,
  'database-pause': failsOver,
  'database-unreachable': failsOver,
  'disk-full': failsOver,
  'error-injection': failsOver,
  'isolated-primary': failsOver,
  'stale-dns-in-failover': failsOver,
  'alerting-outage-in-failover': failsOver,
  'pager-outage-in-failover': failsOver,
  'instance-kill': instances,
  'instance-pause': instances,
  'crash-loop': instances,
  'slow-start': instancesOfPrimary,
  'bad-configuration': instancesOfPrimary,
  'node-drain': instancesOfPrimary,
  // Everybody connects anew, and is asked whether they could.
  'secret-rotation': { where: primary, touches: ['sessions', 'instances'] },
  'clock-skew': instancesOfPrimary,
  'slow-responses': instancesOfPrimary,
  partition: standbyLink,
  'flapping-partition': standbyLink,
  'one-way-partition': standbyLink,
  'deaf-primary': standbyLink,
  // Together with a partition of the other standby it isolates the primary.
  'bystander-partition': standbyLink,
  'narrow-link': standbyLink,
  'connection-resets': links,
  // A replica that receives nothing cannot be seen to fall behind.
  'replica-lag': { where: primary, touches: ['replica', 'standby-link'] },
  latency: { where: both, touches: ['links'] },
  'slow-dns': { where: primary, touches: ['resolvers'] },
  'connection-exhaustion': { where: primary, touches: ['sessions'] },
  'long-lock': { where: primary, touches: ['sessions'] },
  // Seen in how long a commit takes, which needs a session.
  'slow-disk': { where: primary, touches: ['disk', 'sessions'] },
  'traffic-spike': { where: primary, touches: ['traffic'] },
  // They need sessions of the services, and are known by what is answered.
  'retry-storm': { where: primary, touches: ['traffic', 'sessions'] },
  'replicate-outage': vendors,
  'replicate-hang': links,
  'replicate-slow': vendors,
  'replicate-rate-limit': vendors,
  'webhook-outage': links,
  'webhook-loss': vendors,
  'webhook-duplicate': vendors,
  'webhook-late': vendors,
  'ably-outage': links,
  'good-release': release,
  'release-with-errors': release,
  'slow-release': release,
  'late-release': release,
  'release-with-cpu-leak': release,
  'migrating-release': release,
  'migrating-release-with-errors': release,
  'blue-green-switch': release,
};

export type Catalogue = Readonly<Partial<Record<FaultName, Schedulable | NotSchedulable>>>;

/** The faults that a schedule may have, each with where it may strike. */
export function schedulableFaults(
  catalogue: Catalogue = schedulable,
): readonly (Schedulable & { fault: FaultName })[] {
  return Object.entries(catalogue).flatMap(([fault, it]) =>
    'because' in it ? [] : [{ fault: fault as FaultName, ...it }],
  );
}

/** Must not be in place together. */
export function conflict(one: FaultName, other: FaultName, catalogue: Catalogue = schedulable): boolean {
  const touched = (fault: FaultName) => {
    const it = catalogue[fault];
    return it === undefined || 'because' in it ? [] : it.touches;
  };
  return touched(one).some((it) => touched(other).includes(it));
}
