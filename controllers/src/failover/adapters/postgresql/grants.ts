/** Settings that the controller changes, by `alter system`. */
const parameters = [
  'default_transaction_read_only',
  'synchronous_standby_names',
  'primary_conninfo',
] as const;

/**
 * What the controller's role needs, and no more: it is no superuser, owns nothing, reads no table of a service. Run once, by a superuser, on the
 * primary; standbys get it by replication. PostgreSQL 15 or newer, which can grant single settings.
 *
 * Sources: PostgreSQL, "GRANT" (on parameter), "Predefined Roles", "System Administration Functions".
 */
export function postgresGrants(role: string, primaryRegion: string): string {
  const name = `"${role.replaceAll('"', '""')}"`;
  return `-- The role of the failover controller. Generated; do not edit. Run by a superuser on the primary, in the database that the
-- controller connects to. PostgreSQL 15 or newer. Give it a password or a certificate afterwards: none is in this file.
do $$ begin
  if not exists (select from pg_roles where rolname = '${role.replaceAll("'", "''")}') then
    create role ${name} login nosuperuser nocreatedb nocreaterole noreplication;
  end if;
end $$;

-- The epochs: who may acknowledge writes. Services read the newest.
create schema if not exists control;
create table if not exists control.epoch (
  epoch int primary key,
  region text not null,
  at timestamptz not null default now()
);
insert into control.epoch (epoch, region) values (1, '${primaryRegion.replaceAll("'", "''")}') on conflict do nothing;
grant usage on schema control to ${name};
grant select, insert on control.epoch to ${name};

-- Refuse and accept writes, choose synchronous standbys, detach and attach a standby.
${parameters.map((parameter) => `grant alter system on parameter ${parameter} to ${name};`).join('\n')}
grant execute on function pg_reload_conf() to ${name};
-- Sees whether a setting is in force: primary_conninfo is hidden from others.
grant pg_read_all_settings to ${name};

-- Sees the WAL receiver and everybody's sessions, and ends those of clients (not those of superusers).
grant pg_read_all_stats to ${name};
grant pg_signal_backend to ${name};

grant execute on function pg_promote(boolean, integer) to ${name};
-- Tells on which timeline a server is.
grant execute on function pg_control_checkpoint() to ${name};
grant execute on function pg_ls_waldir() to ${name};
`;
}
