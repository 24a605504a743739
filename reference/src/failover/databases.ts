import { setTimeout as delay } from 'node:timers/promises';
import type { DatabasePosition, Databases } from '@attest/controllers/failover';
import { superuser } from '../postgres/postgres.js';
import { connectionInfo, quoteSetting, synchronousStandbyNames } from '../postgres/server-settings.js';
import type { FailoverControllerConfig } from './controller-config.js';
import { type Query, withSession } from './database-session.js';

const pollMs = 50;

/** The failover controller's hands on the databases: SQL through the links from outside. */
export function createDatabases(regions: FailoverControllerConfig['regions']): Databases {
  const session = <T>(region: string, signal: AbortSignal, work: (query: Query) => Promise<T>) => {
    const access = regions[region];
    if (access === undefined)
      return Promise.reject(new Error(`there is no way to the database of ${region}`));
    return withSession(region, access.postgres, signal, work);
  };
  return {
    position: (region, signal) => session(region, signal, readPosition),

    detach: (region, signal) =>
      session(region, signal, async (query) => {
        if (!(await inRecovery(query))) return readPosition(query);
        await setSetting(query, 'primary_conninfo', '');
        await until(async () => (await query('select from pg_stat_wal_receiver')).length === 0);
        return readPosition(query);
      }),

    follow: (region, upstream, signal) =>
      session(region, signal, async (query) => {
        const port = regions[region]?.upstreams[upstream];
        if (port === undefined) throw new Error(`there is no link from ${region} to ${upstream}`);
        if (!(await inRecovery(query))) throw new Error('it is no standby, so it cannot follow');
        await setSetting(query, 'primary_conninfo', connectionInfo(port, region, superuser));
      }),

    refuseWrites: (region, signal) =>
      session(region, signal, async (query) => {
        await setSetting(query, 'default_transaction_read_only', 'on');
        // `attest…` are the instruments of a run; everybody else writes on behalf of a client.
        await query(`select pg_terminate_backend(pid) from pg_stat_activity
          where backend_type = 'client backend' and application_name not like 'attest%'`);
      }),

    acceptWrites: (region, signal) =>
      session(region, signal, (query) => setSetting(query, 'default_transaction_read_only', 'off')),

    setSynchronousStandbys: (region, quorum, standbys, signal) =>
      session(region, signal, (query) =>
        setSetting(query, 'synchronous_standby_names', synchronousStandbyNames(standbys, quorum)),
      ),

    promote: (region, signal) =>
      session(region, signal, async (query) => {
        if (!(await inRecovery(query))) return;
        // Does not wait: the signal, not the server, knows the deadline.
        await query('select pg_promote(false)');
        await until(async () => !(await inRecovery(query)));
      }),

    writeEpoch: (region, epoch, signal) =>
      session(region, signal, async (query) => {
        await query('begin read write');
        await query('set local synchronous_commit = on');
        await query('insert into control.epoch (epoch, region) values ($1, $2) on conflict do nothing', [
          epoch,
          region,
        ]);
        await query('commit');
      }),
  };
}

async function inRecovery(query: Query): Promise<boolean> {
  const [row] = await query<{ standby: boolean }>('select pg_is_in_recovery() as standby');
  return row?.standby ?? true;
}

async function readPosition(query: Query): Promise<DatabasePosition> {
  // A standby's control file lags behind the timeline that it receives, so its receiver is asked first.
  const [row] = await query<{ standby: boolean; lsn: string; timeline: number; epoch: number | null }>(`
    select pg_is_in_recovery() as standby,
      (case when pg_is_in_recovery()
        then greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
        else pg_current_wal_flush_lsn() end)::text as lsn,
      coalesce(
        case when pg_is_in_recovery() then (select received_tli from pg_stat_wal_receiver)
          else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int end,
        (select timeline_id from pg_control_checkpoint())) as timeline,
      (select max(epoch) from control.epoch) as epoch`);
  if (row === undefined) throw new Error('it did not tell its position');
  return {
    role: row.standby ? 'standby' : 'primary',
    flushedLsn: row.lsn,
    timelineId: row.timeline,
    epoch: row.epoch ?? 0,
  };
}

/** A reload is a signal, so a setting is in force only once it shows. */
async function setSetting(query: Query, name: string, value: string): Promise<void> {
  await query(`alter system set ${name} = ${quoteSetting(value)}`);
  await query('select pg_reload_conf()');
  await until(async () => {
    const [row] = await query<{ value: string }>('select current_setting($1) as value', [name]);
    return row?.value === value;
  });
}

/** Ends by the session's signal at the latest: then the query rejects. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(pollMs);
}
