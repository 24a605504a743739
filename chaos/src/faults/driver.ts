import { ChaosError } from '../chaos-error.js';
import type { Target } from '../target/index.js';

export type DriverName =
  | 'regionLoss'
  | 'databases'
  | 'disks'
  | 'instances'
  | 'starts'
  | 'nodes'
  | 'secrets'
  | 'clocks'
  | 'links'
  | 'replicas'
  | 'vendors'
  | 'resolvers'
  | 'sessions'
  | 'alerting'
  | 'releases'
  | 'traffic';

/** What each driver lets a fault do, as it is told to whoever misses it. */
const abilities: Readonly<Record<DriverName, string>> = {
  regionLoss: 'a way to cut the links of a region and kill its processes',
  databases: "a way to kill and to pause a region's database",
  disks: 'a way to fill and to slow down the disk of its database',
  instances: "a way to kill and to pause a service's instances",
  starts: 'a way to make instances start late, or with a bad configuration',
  nodes: 'a way to take a node out of service',
  secrets: 'a way to change the secret that lets services into their database',
  clocks: 'a way to set the clocks of its programs',
  links: 'a way to cut and to slow down links',
  replicas: 'a way to hold back the replay of a replica',
  vendors: 'a way to trouble the vendors',
  resolvers: 'a way to make name resolution stale or slow',
  sessions: 'a way to open sessions in its database',
  alerting: 'a way to halt what collects metrics and sends alerts',
  releases: 'a way to roll out a new revision of a service',
  traffic: 'a way to send it more requests than usual',
};

/** For `Fault.missing`. */
export function missingDriver(target: Target, name: DriverName): string | undefined {
  return target[name] === undefined ? abilities[name] : undefined;
}

/** @throws ChaosError `unsupported-by-target` */
export function driver<N extends DriverName>(target: Target, name: N): NonNullable<Target[N]> {
  const found = target[name];
  if (found !== undefined) return found as NonNullable<Target[N]>;
  throw new ChaosError(
    'unsupported-by-target',
    `target ${target.name}: it lacks ${abilities[name]}`,
    `choose another experiment, or give the target the driver \`${name}\``,
  );
}
