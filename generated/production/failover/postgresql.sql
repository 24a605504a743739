-- The role of the failover controller. Generated; do not edit. Run by a superuser on the primary, in the database that the
-- controller connects to. PostgreSQL 15 or newer. Give it a password or a certificate afterwards: none is in this file.
do $$ begin
  if not exists (select from pg_roles where rolname = 'attest_failover') then
    create role "attest_failover" login nosuperuser nocreatedb nocreaterole noreplication;
  end if;
end $$;

-- The epochs: who may acknowledge writes. Services read the newest.
create schema if not exists control;
create table if not exists control.epoch (
  epoch int primary key,
  region text not null,
  at timestamptz not null default now()
);
insert into control.epoch (epoch, region) values (1, 'us-east-1') on conflict do nothing;
grant usage on schema control to "attest_failover";
grant select, insert on control.epoch to "attest_failover";

-- Refuse and accept writes, choose synchronous standbys, detach and attach a standby.
grant alter system on parameter default_transaction_read_only to "attest_failover";
grant alter system on parameter synchronous_standby_names to "attest_failover";
grant alter system on parameter primary_conninfo to "attest_failover";
grant execute on function pg_reload_conf() to "attest_failover";
-- Sees whether a setting is in force: primary_conninfo is hidden from others.
grant pg_read_all_settings to "attest_failover";

-- Sees the WAL receiver and everybody's sessions, and ends those of clients (not those of superusers).
grant pg_read_all_stats to "attest_failover";
grant pg_signal_backend to "attest_failover";

grant execute on function pg_promote(boolean, integer) to "attest_failover";
-- Tells on which timeline a server is.
grant execute on function pg_control_checkpoint() to "attest_failover";
grant execute on function pg_ls_waldir() to "attest_failover";
