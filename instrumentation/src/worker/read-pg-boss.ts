import type { QueueReading } from './instrument-queue.js';

/** The part of pg-boss' database connection that is used: `boss.getDb()`, or a pg.Pool. */
export interface PgBossDatabase {
  executeSql?(text: string, values: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  query?(text: string, values: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}

export interface PgBossQueue {
  readonly database: PgBossDatabase;
  /** Name of the queue in pg-boss. */
  readonly name: string;
  /** Default `pgboss`. */
  readonly schema?: string;
}

interface Row {
  readonly state: string;
  readonly jobs: string | number;
  readonly oldest: string | number | null;
}

/** States in which a job still waits to be worked on. Source: pg-boss 10, `job_state`. */
const waiting = ['created', 'retry'];

/** `instrumentQueue(telemetry, { queue: 'webhooks', read: readPgBoss({ database: boss.getDb(), name: 'webhooks' }) })` */
export function readPgBoss({ database, name, schema = 'pgboss' }: PgBossQueue): () => Promise<QueueReading> {
  const text = `
    select state::text as state, count(*) as jobs,
      extract(epoch from now() - min(start_after) filter (where start_after <= now())) as oldest
    from ${quoted(schema)}.job where name = $1 group by state`;
  return async () => {
    const execute = database.executeSql ?? database.query;
    const { rows } = (await execute?.call(database, text, [name])) ?? { rows: [] };
    const byState = rows as readonly Row[];
    const ages = byState
      .filter(({ state }) => waiting.includes(state))
      .map(({ oldest }) => Number(oldest ?? 0));
    return {
      depthByState: Object.fromEntries(byState.map(({ state, jobs }) => [state, Number(jobs)])),
      oldestAgeSeconds: Math.max(0, ...ages),
    };
  };
}

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
