import type { Postgres } from './postgres.js';
import type { WalPosition } from './wal-position.js';

/** A row of pg_stat_replication. Positions are `null` until the standby has reported. */
export interface ReplicationStatus {
  readonly standby: string;
  readonly state: string;
  /** `quorum` when commits may wait for it. */
  readonly syncState: 'async' | 'potential' | 'sync' | 'quorum';
  readonly sentLsn: WalPosition | null;
  readonly flushedLsn: WalPosition | null;
  readonly replayedLsn: WalPosition | null;
  readonly lagBytes: number | null;
  /** Between writing here and replaying there; `null` when idle. */
  readonly lagSeconds: number | null;
}

export function readReplicationStatus(server: Postgres): Promise<ReplicationStatus[]> {
  return server.query<ReplicationStatus>(`
    select application_name as "standby", state, sync_state as "syncState",
      sent_lsn::text as "sentLsn", flush_lsn::text as "flushedLsn", replay_lsn::text as "replayedLsn",
      pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_receive_lsn() else pg_current_wal_lsn() end,
        replay_lsn)::float8 as "lagBytes",
      extract(epoch from replay_lag)::float8 as "lagSeconds"
    from pg_stat_replication order by application_name`);
}
