import { monotonicMs } from '../clock.js';
import { closeServer, listenOnLoopback } from '../proxy/listen.js';
import { createEdgeAdmin } from './edge-admin.js';
import type { EdgeConfig } from './edge-config.js';
import type { EdgeMetrics } from './edge-metrics.js';
import type { EdgeServiceState, EdgeState } from './edge-state.js';
import { Origin } from './origin.js';
import { type OriginAnswer, OriginRecord } from './origin-record.js';
import { ServiceEntrance } from './service-entrance.js';
import { TrafficSplit } from './traffic-split.js';

export interface Edge {
  /** Public port, by service id. */
  readonly ports: Readonly<Record<string, number>>;
  readonly adminPort: number;
  state(windowSeconds: number): EdgeState;
  stop(): Promise<void>;
}

interface Entry {
  readonly entrance: ServiceEntrance;
  readonly record: OriginRecord;
  readonly origins: ReadonlyMap<string, Origin>;
  readonly split: TrafficSplit;
}

/**
 * The role of the edge network: one public listener per service, health checks of every origin, and the origin that DNS names
 * for the service, whose revisions get their shares of the traffic. It never sends a request twice, and refuses at once where it knows the origin to be unhealthy.
 */
export async function startEdge(
  config: EdgeConfig,
  resolveOrigin: (service: string) => Promise<OriginAnswer>,
  metrics: EdgeMetrics,
): Promise<Edge> {
  const entries = new Map(
    config.services.map(({ id, readinessPath }) => [
      id,
      newEntry(config, id, readinessPath, resolveOrigin, metrics),
    ]),
  );
  await Promise.all([...entries.values()].map(({ record }) => record.follow()));
  const ports: Record<string, number> = {};
  for (const [service, { entrance, origins }] of entries) {
    ports[service] = await listenOnLoopback(entrance.server);
    for (const origin of origins.values()) origin.startHealthChecks();
  }
  const state = (windowSeconds: number) => ({
    windowSeconds,
    services: Object.fromEntries([...entries].map(([id, entry]) => [id, serviceState(entry, windowSeconds)])),
  });
  const admin = createEdgeAdmin(state, new Map([...entries].map(([id, { split }]) => [id, split])));
  const adminPort = await listenOnLoopback(admin);
  return {
    ports,
    adminPort,
    state,
    async stop() {
      for (const { record, origins } of entries.values()) {
        record.stop();
        for (const origin of origins.values()) origin.stop();
      }
      await Promise.all(
        [admin, ...[...entries.values()].map((entry) => entry.entrance.server)].map(closeServer),
      );
    },
  };
}

function newEntry(
  config: EdgeConfig,
  service: string,
  readinessPath: string,
  resolveOrigin: (service: string) => Promise<OriginAnswer>,
  metrics: EdgeMetrics,
): Entry {
  const origins = new Map<string, Origin>();
  for (const [region, links] of Object.entries(config.links)) {
    const port = links[service];
    if (port === undefined) continue;
    const onHealth = (healthy: boolean) => metrics.originHealthy(service, region, healthy);
    origins.set(region, new Origin(service, region, port, readinessPath, onHealth));
  }
  const record = new OriginRecord(
    () => resolveOrigin(service),
    (_region, before) => {
      if (before !== undefined) origins.get(before)?.dropConnections();
    },
  );
  const activeOrigin = () => (record.region === undefined ? undefined : origins.get(record.region));
  const split = new TrafficSplit();
  return { entrance: new ServiceEntrance(service, activeOrigin, split, metrics), record, origins, split };
}

function serviceState({ entrance, record, origins, split }: Entry, windowSeconds: number): EdgeServiceState {
  const nowMs = monotonicMs();
  const active = record.region === undefined ? undefined : origins.get(record.region);
  const counted = active?.recent.read(nowMs, windowSeconds);
  return {
    activeOrigin: record.region ?? null,
    canaryWeight: split.canaryWeight,
    lastSuccess: entrance.lastSuccess ?? null,
    errorRate: counted === undefined ? null : counted.errors / counted.requests,
    origins: Object.fromEntries(
      [...origins].map(([region, { healthy, recent }]) => [
        region,
        { healthy, ...(recent.read(nowMs, windowSeconds) ?? { requests: 0, errors: 0 }) },
      ]),
    ),
  };
}
