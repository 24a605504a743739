import type { Reading } from '../metrics/collectors.js';
import type { Telemetry } from '../telemetry.js';

/** Prisma 6 with `previewFeatures = ["metrics"]`; Prisma 7 has a pool of `pg` instead, see `instrumentPool`. */
export interface PrismaMetrics {
  readonly $metrics: {
    json(): Promise<{ readonly gauges: readonly { readonly key: string; readonly value: number }[] }>;
  };
}

/** Connections of the pool inside Prisma's engine, read at scrape time. Source: Prisma 6, "Metrics". */
export function collectPrismaPool(
  prisma: PrismaMetrics,
  telemetry: Telemetry,
  { pool }: { readonly pool: string },
): () => void {
  const name = { db_client_connection_pool_name: pool };
  const count = (state: 'idle' | 'used', value: number): Reading => ({
    metric: 'db_client_connection_count',
    labels: { ...name, db_client_connection_state: state },
    value,
  });
  const readings: Readonly<Record<string, (value: number) => Reading>> = {
    prisma_pool_connections_idle: (value) => count('idle', value),
    prisma_pool_connections_busy: (value) => count('used', value),
    prisma_client_queries_wait: (value) => ({
      metric: 'db_client_connection_pending_requests',
      labels: name,
      value,
    }),
  };
  return telemetry.collect(async () => {
    const { gauges } = await prisma.$metrics.json();
    return gauges.flatMap(({ key, value }) => readings[key]?.(value) ?? []);
  });
}
