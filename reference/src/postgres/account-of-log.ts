import type { WalAccount } from '@attest/chaos';
import type { Postgres } from './postgres.js';

interface AccountRow {
  readonly timeline: number;
  readonly lsn: string;
  readonly file: string | null;
  readonly committed: string[] | null;
  readonly aborted: string[] | null;
}

/** Numbers that this server has not given out yet are refused by `pg_xact_status`, so they are not asked for. */
const accountQuery = `
  with log as (
    select coalesce(
        case when pg_is_in_recovery() then (select received_tli from pg_stat_wal_receiver)
          else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int end,
        (select timeline_id from pg_control_checkpoint())) as timeline,
      (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_flush_lsn() end)::text as lsn
  ), asked as materialized (
    select distinct xid::xid8 as xid from unnest($1::text[]) as xid
  ), told as (
    select xid, case when xid < pg_snapshot_xmax(pg_current_snapshot()) then pg_xact_status(xid) end as status from asked
  )
  select log.timeline, log.lsn,
    pg_read_file('pg_wal/' || lpad(upper(to_hex(log.timeline)), 8, '0') || '.history', true) as file,
    (select array_agg(xid::text) from told where status = 'committed') as committed,
    (select array_agg(xid::text) from told where status = 'aborted') as aborted
  from log`;

/** What a server says of its own log. Asks no table, so that it knows nothing of what is read. */
export async function accountOfLog(database: Postgres, xids: readonly string[]): Promise<WalAccount> {
  const [row] = await database.query<AccountRow>(accountQuery, [xids]);
  if (row === undefined) throw new Error(`the database of ${database.region} told nothing of its log`);
  const { timeline, lsn, file, committed, aborted } = row;
  return {
    node: database.region,
    timeline,
    lsn,
    history: parseTimelineHistory(file ?? ''),
    committed: committed ?? [],
    aborted: aborted ?? [],
  };
}

/**
 * A timeline history file: a line for each earlier timeline, with the position at which it was left, and a reason. The first timeline
 * has none. Source: https://www.postgresql.org/docs/18/continuous-archiving.html#BACKUP-TIMELINES
 */
export function parseTimelineHistory(text: string): WalAccount['history'] {
  return text.split('\n').flatMap((line) => {
    const found = /^\s*(\d+)\s+([0-9A-F]+\/[0-9A-F]+)/i.exec(line);
    return found === null ? [] : [{ timeline: Number(found[1]), until: String(found[2]) }];
  });
}
