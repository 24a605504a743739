/** Whatever answers queries: a server of the bed, or a pool. */
export interface SqlSource {
  query<Row extends object>(sql: string): Promise<Row[]>;
}

/** A row of pg_stat_replication. Positions are as PostgreSQL prints them, and `null` until the standby has reported. */
export interface ReplicationStatus {
  readonly standby: string;
  readonly state: string;
  /** `quorum` when commits may wait for it. */
  readonly syncState: 'async' | 'potential' | 'sync' | 'quorum';
  readonly sentLsn: string | null;
  readonly flushedLsn: string | null;
  readonly replayedLsn: string | null;
  /** Written here and not yet flushed there: what would be lost with this server. */
  readonly lagBytes: number | null;
  /** Written here and not yet visible there. */
  readonly replayLagBytes: number | null;
  /** Between writing here and replaying there; 0 when there is nothing to replay, `null` when unknown. */
  readonly lagSeconds: number | null;
}

export function readReplicationStatus(source: SqlSource): Promise<ReplicationStatus[]> {
  return source.query<ReplicationStatus>(`
    select application_name as "standby", state, sync_state as "syncState",
      sent_lsn::text as "sentLsn", flush_lsn::text as "flushedLsn", replay_lsn::text as "replayedLsn",
      pg_wal_lsn_diff(here.lsn, flush_lsn)::float8 as "lagBytes",
      pg_wal_lsn_diff(here.lsn, replay_lsn)::float8 as "replayLagBytes",
      (case when replay_lsn >= here.lsn then 0 else extract(epoch from replay_lag) end)::float8 as "lagSeconds"
    from pg_stat_replication,
      (select case when pg_is_in_recovery() then pg_last_wal_receive_lsn() else pg_current_wal_lsn() end as lsn) as here
    order by application_name`);
}

/** How many standbys a commit can wait for: those that stream and are named in `synchronous_standby_names`. */
export function countSynchronousStandbys(rows: readonly ReplicationStatus[]): number {
  return rows.filter((row) => row.state === 'streaming' && row.syncState !== 'async').length;
}
