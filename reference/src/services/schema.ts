import { type Platform, primaryRegion, type Resource } from '@attest/platform';
import { tableOf } from './table.js';

/**
 * The statements that make an empty database the platform's, to be run once, in order, on the first primary: `control.epoch`,
 * `queue.jobs` and a table for every resource of every service. The first epoch is 1, in the region whose database is the primary.
 */
export function createSchema(platform: Platform): string[] {
  const resources = platform.services.flatMap((service) => service.resources);
  const schemas = [...new Set(resources.map(({ schema }) => schema))];
  return [
    ...control(primaryRegion(platform).id),
    ...queue,
    ...schemas.map((schema) => `create schema if not exists "${schema}"`),
    ...resources.flatMap(resourceTable),
  ];
}

const control = (region: string) => [
  'create schema control',
  `create table control.epoch (
    epoch int primary key,
    region text not null,
    at timestamptz not null default now()
  )`,
  `insert into control.epoch (epoch, region) values (1, '${region.replaceAll("'", "''")}')`,
];

/** An outbox: jobs are written in the transaction that writes what they are about. */
const queue = [
  'create schema queue',
  `create table queue.jobs (
    id bigint generated always as identity primary key,
    queue text not null,
    state text not null default 'waiting' check (state in ('waiting', 'active', 'completed', 'dead')),
    payload jsonb not null default '{}',
    resource text not null,
    resource_id uuid not null,
    attempts int not null default 0,
    error text,
    created_at timestamptz not null default now(),
    run_at timestamptz not null default now(),
    started_at timestamptz,
    leased_until timestamptz,
    finished_at timestamptz
  )`,
  // Workers look for what can run; the many completed jobs are in neither index.
  `create index jobs_waiting on queue.jobs (queue, run_at) where state = 'waiting'`,
  `create index jobs_active on queue.jobs (queue, leased_until) where state = 'active'`,
  `create index jobs_dead on queue.jobs (queue) where state = 'dead'`,
];

function resourceTable(resource: Resource): string[] {
  return [
    `create table ${tableOf(resource)} (
    id uuid primary key,
    idempotency_key text not null unique,
    fingerprint text not null,
    content text not null,
    model text,
    status text not null check (status in ('stored', 'queued', 'processed', 'succeeded', 'failed')),
    result text,
    error text,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp()
  )`,
    `create index on ${tableOf(resource)} (created_at desc)`,
  ];
}
