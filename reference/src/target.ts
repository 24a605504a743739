import type { RegionLossDriver, Store, Target } from '@attest/chaos';
import { primaryFirst, primaryRegion } from '@attest/platform';
import type { Bed } from './bed.js';
import { effectsFeed } from './effects/effects-feed.js';
import { adminCall } from './faults/admin-call.js';
import { alertingDriver } from './faults/alerting-driver.js';
import { bedEntrance } from './faults/bed-entrance.js';
import { clockDriver } from './faults/clock-driver.js';
import { databaseDriver } from './faults/database-driver.js';
import { databaseRecovery } from './faults/database-recovery.js';
import { diskDriver } from './faults/disk-driver.js';
import { instanceDriver } from './faults/instance-driver.js';
import { linkDriver } from './faults/link-driver.js';
import { misbehaving } from './faults/misbehaving.js';
import { nodeDriver } from './faults/node-driver.js';
import { regionLossDriver } from './faults/region-loss-driver.js';
import { regionMisbehaviour } from './faults/region-misbehaviour.js';
import { replicaDriver } from './faults/replica-driver.js';
import { resolverDriver } from './faults/resolver-driver.js';
import { secretDriver } from './faults/secret-driver.js';
import { sessionDriver } from './faults/session-driver.js';
import { startDriver } from './faults/start-driver.js';
import { trafficDriver } from './faults/traffic-driver.js';
import { vendorDriver } from './faults/vendor-driver.js';
import { breakerFeed } from './monitoring/breaker-feed.js';
import { readingOldPrimary } from './mutants/old-reader.js';
import { restartingWhenCutOff } from './mutants/restarted-primary.js';
import { accountOfLog } from './postgres/account-of-log.js';
import { canLimitFileSize } from './postgres/file-size-limit.js';

/** The bed as something that a game day can act on. */
export function referenceTarget(bed: Bed): Target {
  const regions = bed.platform.regions;
  const database = (region: string) => bed.region(region).database;
  const recovery = databaseRecovery(bed);
  const { regionLoss, store } = mutated(bed, {
    regionLoss: regionLossDriver(bed, recovery),
    store: storeOf(bed),
  });
  const services = bed.platform.services.map(({ id }) => id);
  const supervisor = (region: string) => ({
    status: () => bed.region(region).status(),
    ask: (method: string, path: string, body?: unknown) =>
      adminCall(bed.region(region).ports.admin ?? 0, method, path, body),
  });
  const primary = async () => database((await bed.primary()).region);
  return {
    name: 'reference',
    environment: bed.environment,
    revision: bed.revision,
    regions: primaryFirst(bed.platform),
    takeover: bed.platform.failover.takeover,
    entrances: bed.entrances,
    urls: bed.urls,
    regionLoss,
    databases: databaseDriver(database, recovery),
    ...(canLimitFileSize() && { disks: diskDriver(database, recovery) }),
    instances: {
      ...instanceDriver((region) => bed.region(region).status(), services),
      misbehaving: (region, defect) =>
        misbehaving(regionMisbehaviour(bed.platform, bed.region(region).ports), defect),
    },
    starts: startDriver(supervisor, services),
    nodes: nodeDriver(supervisor, services),
    secrets: secretDriver({
      primary,
      supervisors: () => regions.map(({ id }) => supervisor(id)),
      initial: bed.servicesPassword,
    }),
    clocks: clockDriver(supervisor),
    links: linkDriver(bed.links, database),
    replicas: replicaDriver(database),
    vendors: vendorDriver(bed.portsOf('vendors')),
    resolvers: resolverDriver(bed.portsOf('dns')),
    sessions: sessionDriver(database),
    alerting: alertingDriver(() => bed.monitoring),
    traffic: trafficDriver(bedEntrance(bed.platform, bed.entrances, bed.portsOf('edge').admin ?? 0, primary)),
    ...(bed.releases && { releases: bed.releases }),
    store,
    effects: effectsFeed(bed),
    failover: { subscribe: (listener) => bed.onJournal(listener) },
    breakers: breakerFeed(() => bed.monitoring.prometheusPort),
    notifications: () => bed.notifications(),
    measureCommitPrice: (pairs) => bed.measureCommitPrice(pairs),
    onUnexpectedExit: (listener) => bed.onProcessFailure(listener),
  };
}

function storeOf(bed: Bed): Store {
  return {
    readRows: (region) => bed.readRows(region),
    primary: () => bed.primary(),
    accountOfLog: (region, xids) => accountOfLog(bed.region(region).database, xids),
    awaitReplay: (replica, primary, timeoutMs) => bed.awaitReplay(replica, primary, timeoutMs),
  };
}

/** The same, unless something is wrong with the bed on purpose. */
function mutated(
  bed: Bed,
  { regionLoss, store }: { readonly regionLoss: RegionLossDriver; readonly store: Store },
): { readonly regionLoss: RegionLossDriver; readonly store: Store } {
  if (bed.mutants.reads === 'old-primary')
    return { regionLoss, store: readingOldPrimary(store, primaryRegion(bed.platform).id) };
  if (bed.mutants.primary === 'restarts') {
    const { driver, reads } = restartingWhenCutOff(regionLoss, (region) => ({
      database: bed.region(region).database,
      readRows: () => store.readRows(region),
    }));
    return { regionLoss: driver, store: { ...store, readByOthers: reads } };
  }
  return { regionLoss, store };
}
