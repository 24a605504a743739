import { setTimeout as delay } from 'node:timers/promises';
import type { ApiService } from '@attest/platform';
import { monotonicMs } from '../clock.js';
import type { Postgres } from '../postgres/postgres.js';
import { CarriedMigration, type MigrationEvent } from '../rollout/carried-migration.js';
import type { Migration } from '../rollout/migration.js';
import { schemaRefusals } from '../rollout/schema-refusals.js';
import { tableOf } from '../services/table.js';
import { lengthColumn } from '../services/table-shape.js';
import type { Region } from './region.js';

export interface ReleaseMigrationOptions {
  readonly migration: Migration;
  readonly service: ApiService;
  readonly baseline: string;
  readonly canary: string;
  readonly regions: ReadonlyMap<string, Region>;
  readonly prometheus: URL;
  replaceElsewhere(): Promise<void>;
  tell(event: MigrationEvent): void;
}

const waitMs = 1000;

/** The migration of a release on the bed's databases. The instances that run when it is made are those of the old revision. */
export async function releaseMigration(options: ReleaseMigrationOptions): Promise<CarriedMigration> {
  const { migration, service, regions, prometheus, replaceElsewhere, tell } = options;
  const tables = service.resources.map(tableOf);
  const statuses = await Promise.all([...regions.values()].map((region) => region.status()));
  const old = statuses.flatMap(({ instances }) =>
    instances.filter((each) => each.service === service.id).map(({ name }) => name),
  );
  const since = Date.now() / 1000;
  const primary = () => primaryAmong([...regions.values()].map(({ database }) => database));
  return new CarriedMigration(migration, tables, {
    execute: async (sql) => void (await (await primary()).query(sql)),
    async oldConnections() {
      const [row] = await (await primary()).query<{ count: number }>(
        'select count(*)::int as count from pg_stat_activity where application_name = any($1)',
        [old],
      );
      return row?.count ?? 0;
    },
    refusals: (revision) =>
      schemaRefusals(prometheus, { service: service.id, revision: options[revision], since }),
    async kept() {
      if (migration.shape !== 'with-length') return undefined;
      const [row] = await (await primary()).query<{ written: number; wrong: number }>(keptQuery(tables));
      return row;
    },
    wait: () => delay(waitMs),
    replaceElsewhere,
    monotonicMs,
    tell,
  });
}

/** A row without the column is none of the new revision's. */
function keptQuery(tables: readonly string[]): string {
  const rows = tables.map(
    (table) => `select content, ${lengthColumn} from ${table} where ${lengthColumn} is not null`,
  );
  return `select count(*)::int as written,
      count(*) filter (where ${lengthColumn} <> char_length(content))::int as wrong
    from (${rows.join(' union all ')}) as stored`;
}

async function primaryAmong(databases: readonly Postgres[]): Promise<Postgres> {
  for (const database of databases) {
    if (database.running && !(await database.inRecovery())) return database;
  }
  throw new Error('no database takes writes, so that nothing can be migrated');
}
