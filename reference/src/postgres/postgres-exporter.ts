import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Reading, startTelemetry } from '@attest/instrumentation';
import { exporterSamples } from './exporter-samples.js';
import { exposition } from './exposition.js';
import { countSynchronousStandbys, readReplicationStatus, type SqlSource } from './replication-status.js';
import { SqlClient } from './sql-client.js';

export interface PostgresExporterConfig {
  /** Of the server that is watched, usually through a link. */
  readonly connectionString: string;
  readonly region: string;
  readonly environment: string;
  readonly revision: string;
}

/** Under Prometheus' default scrape timeout of 10 s, so that a database that is silent shows as `pg_up 0`. */
const queryTimeoutMs = 1_500;

/** Serves `GET /metrics`: postgres_exporter's names, and those of the contract that belong to replication. */
export async function startPostgresExporter(
  config: PostgresExporterConfig,
): Promise<{ readonly ports: { readonly metrics: number }; stop(): Promise<void> }> {
  const client = new SqlClient(() => config.connectionString, { timeoutMs: queryTimeoutMs });
  const source: SqlSource = { query: (sql) => client.query(sql, []) };
  const telemetry = startTelemetry({
    service: 'postgres',
    region: config.region,
    environment: config.environment,
    revision: config.revision,
    metricsPort: 'off',
    drain: false,
  });
  telemetry.collect(() => replicationReadings(source));

  const server = createServer(async (request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    const [samples, metrics] = await Promise.all([exporterSamples(source), telemetry.metrics()]);
    response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8');
    response.end(exposition(samples) + metrics);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ports: { metrics: (server.address() as AddressInfo).port },
    async stop() {
      server.close();
      server.closeAllConnections();
      await Promise.all([telemetry.shutdown(), client.close()]);
    },
  };
}

async function replicationReadings(source: SqlSource): Promise<readonly Reading[]> {
  const rows = await readReplicationStatus(source);
  return [
    { metric: 'replication_synchronous_standbys', labels: {}, value: countSynchronousStandbys(rows) },
    ...rows.flatMap(({ standby, lagBytes }): Reading[] =>
      lagBytes === null ? [] : [{ metric: 'replication_lag_bytes', labels: { standby }, value: lagBytes }],
    ),
    ...rows.flatMap(({ standby, lagSeconds }): Reading[] =>
      lagSeconds === null
        ? []
        : [{ metric: 'replication_lag_seconds', labels: { standby }, value: lagSeconds }],
    ),
  ];
}
