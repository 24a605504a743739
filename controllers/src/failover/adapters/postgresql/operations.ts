export interface Statement {
  readonly sql: string;
  readonly values?: readonly unknown[];
}

/** A piece of work on one server, as data: what is said to it, in order, and what is then waited for. */
export interface Operation {
  /** Only a standby is told; of a primary `skip` thinks that it is done already, `refuse` that it is a mistake. */
  readonly onlyStandby?: 'skip' | 'refuse';
  readonly statements: readonly Statement[];
  /** Looked at again and again until it holds. */
  readonly until?: Statement & { holds(rows: readonly object[]): boolean };
}

export const inRecovery: Statement = { sql: 'select pg_is_in_recovery() as standby' };

export const detach: Operation = {
  onlyStandby: 'skip',
  ...setting('primary_conninfo', ''),
  until: { sql: 'select from pg_stat_wal_receiver', holds: (rows) => rows.length === 0 },
};

export const follow = (connectionInfo: string): Operation => ({
  onlyStandby: 'refuse',
  ...setting('primary_conninfo', connectionInfo),
});

export const refuseWrites: readonly Operation[] = [
  setting('default_transaction_read_only', 'on'),
  {
    statements: [
      {
        // `attest…` are the instruments of a run; everybody else writes on behalf of a client. A role that is no superuser may
        // not end a superuser's session, and would end none if it tried.
        sql: `select pg_terminate_backend(pid) from pg_stat_activity join pg_roles on pg_roles.oid = usesysid
          where backend_type = 'client backend' and application_name not like 'attest%'
            and (not rolsuper or current_setting('is_superuser') = 'on')`,
      },
    ],
  },
];

export const acceptWrites: Operation = setting('default_transaction_read_only', 'off');

export const setSynchronousStandbys = (quorum: number, standbys: readonly string[]): Operation =>
  setting('synchronous_standby_names', synchronousStandbyNames(standbys, quorum));

export const promote: Operation = {
  onlyStandby: 'skip',
  // Does not wait: the signal, not the server, knows the deadline.
  statements: [{ sql: 'select pg_promote(false)' }],
  until: {
    sql: inRecovery.sql,
    holds: ([row]) => (row as { standby?: boolean } | undefined)?.standby === false,
  },
};

export const writeEpoch = (epoch: number, region: string): Operation => ({
  statements: [
    // May write although clients may not.
    { sql: 'begin read write' },
    { sql: 'set local synchronous_commit = on' },
    {
      sql: 'insert into control.epoch (epoch, region) values ($1, $2) on conflict do nothing',
      values: [epoch, region],
    },
    { sql: 'commit' },
  ],
});

/**
 * A standby's control file lags behind the timeline that it receives, so its receiver is asked first; of one that is detached, the
 * WAL that it has received tells.
 */
export const position: Statement = {
  sql: `
    select pg_is_in_recovery() as standby,
      (case when pg_is_in_recovery()
        then greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
        else pg_current_wal_flush_lsn() end)::text as lsn,
      coalesce(
        case when pg_is_in_recovery() then (select received_tli from pg_stat_wal_receiver)
          else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int end,
        (select greatest(timeline_id, (select max(('x' || substr(name, 1, 8))::bit(32)::int) from pg_ls_waldir()
          where name ~ '^[0-9A-F]{24}$')) from pg_control_checkpoint())) as timeline,
      (select max(epoch) from control.epoch) as epoch`,
};

/** A reload is a signal, so a setting is in force only once it shows. */
function setting(name: string, value: string): Operation {
  return {
    statements: [
      { sql: `alter system set ${name} = ${quoteSetting(value)}` },
      { sql: 'select pg_reload_conf()' },
    ],
    until: {
      sql: 'select current_setting($1) as value',
      values: [name],
      holds: ([row]) => (row as { value?: string } | undefined)?.value === value,
    },
  };
}

/** The value of `synchronous_standby_names`: commits wait for any `quorum` of the standbys, for none when there are none. */
export function synchronousStandbyNames(standbys: readonly string[], quorum = 1): string {
  if (standbys.length === 0) return '';
  return `ANY ${quorum} (${standbys.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ')})`;
}

export function quoteSetting(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** What a dry run shows of a statement. */
export const shownStatement = ({ sql, values = [] }: Statement): string =>
  values.length === 0
    ? squeezed(sql)
    : `${squeezed(sql)} -- ${values.map((it) => JSON.stringify(it)).join(', ')}`;

const squeezed = (sql: string): string => sql.replaceAll(/\s+/g, ' ').trim();
