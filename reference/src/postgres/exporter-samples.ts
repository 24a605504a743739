import type { Sample } from './exposition.js';
import { readReplicationStatus, type SqlSource } from './replication-status.js';

/**
 * What postgres_exporter shows of a server, for the names that our rules and panels use, so that either can be scraped
 * (github.com/prometheus-community/postgres_exporter, collector/ and queries of its defaults). A server that does not answer
 * is `pg_up 0` and nothing else: unknown is not zero.
 */
export async function exporterSamples(source: SqlSource): Promise<readonly Sample[]> {
  try {
    const samples = await Promise.all([
      connections(source),
      maxConnections(source),
      databaseSizes(source),
      replicationLag(source),
      standbyLags(source),
    ]);
    return [{ name: 'pg_up', value: 1 }, ...samples.flat()];
  } catch {
    return [{ name: 'pg_up', value: 0 }];
  }
}

async function connections(source: SqlSource): Promise<Sample[]> {
  // States without connections are shown as 0, as the exporter does.
  const rows = await source.query<{ datname: string; state: string; count: number }>(`
    select d.datname, s.state, count(a.pid)::int as count
    from pg_database d
    cross join unnest(array['active', 'idle', 'idle in transaction', 'idle in transaction (aborted)']) as s(state)
    left join pg_stat_activity a on a.datname = d.datname and a.state = s.state
    where not d.datistemplate group by 1, 2 order by 1, 2`);
  return rows.map(({ datname, state, count }) => ({
    name: 'pg_stat_activity_count',
    labels: { datname, state },
    value: count,
  }));
}

async function maxConnections(source: SqlSource): Promise<Sample[]> {
  const rows = await source.query<{ value: number }>(
    "select current_setting('max_connections')::int as value",
  );
  return rows.map(({ value }) => ({ name: 'pg_settings_max_connections', value }));
}

async function databaseSizes(source: SqlSource): Promise<Sample[]> {
  const rows = await source.query<{ datname: string; size: number }>(
    'select datname, pg_database_size(oid)::float8 as size from pg_database where not datistemplate order by 1',
  );
  return rows.map(({ datname, size }) => ({
    name: 'pg_database_size_bytes',
    labels: { datname },
    value: size,
  }));
}

async function replicationLag(source: SqlSource): Promise<Sample[]> {
  const rows = await source.query<{ lag: number | null }>(`
    select (case when not pg_is_in_recovery() or pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
      else extract(epoch from now() - pg_last_xact_replay_timestamp()) end)::float8 as lag`);
  return rows.flatMap(({ lag }) =>
    lag === null ? [] : [{ name: 'pg_replication_lag_seconds', value: lag }],
  );
}

async function standbyLags(source: SqlSource): Promise<Sample[]> {
  const rows = await readReplicationStatus(source);
  return rows.flatMap(({ standby, state, replayLagBytes }) =>
    replayLagBytes === null
      ? []
      : [
          {
            name: 'pg_stat_replication_pg_wal_lsn_diff',
            labels: { application_name: standby, state },
            value: replayLagBytes,
          },
        ],
  );
}
