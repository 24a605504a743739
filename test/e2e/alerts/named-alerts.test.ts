import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customers, type OnCallBed, startOnCallBed } from '../on-call/on-call-bed.js';

/** A rule's window and its `for`, a scrape, an evaluation and the grouping, twice over: not to be waited for, but not to hang either. */
const patience = { timeout: 480_000, interval: 2000 };

let on: OnCallBed;
let load: ReturnType<typeof customers>;

beforeAll(async () => {
  on = await startOnCallBed();
  load = customers(on.bed);
});
afterAll(async () => {
  await load?.stop();
  await on?.stop();
});

async function onPrimary(sql: string): Promise<void> {
  const { region } = await on.bed.primary();
  const session = new pg.Client({ connectionString: on.bed.databases.get(region)?.connectionString() ?? '' });
  await session.connect();
  try {
    await session.query(sql);
  } finally {
    await session.end();
  }
}

/** What every write does from now on, in whatever region is primary: it comes with the data. */
const everyWrite = (does: string) => `
  create or replace function arbor.spoil() returns trigger language plpgsql as $$ begin ${does}; return new; end $$;
  create or replace trigger spoil before insert on arbor.memories for each row execute function arbor.spoil()`;
const asBefore = 'drop trigger spoil on arbor.memories';

interface Delivered {
  readonly channel: string;
  readonly body: unknown;
}

async function received(channel: string, alert: string, also: string): Promise<number> {
  const answer = await fetch(`${on.url('vendors: what they received')}?channel=${channel}`);
  const { received } = (await answer.json()) as { received: readonly Delivered[] };
  return received
    .map(({ body }) => JSON.stringify(body))
    .filter((body) => body.includes(alert) && body.includes(also)).length;
}

describe('on the reference platform under load', () => {
  it('real errors make high_error_rate fire, and it arrives at the pager with its runbook', async () => {
    expect(await received('pagerduty', 'high_error_rate', '')).toBe(0);
    await onPrimary(everyWrite(`raise exception 'spoiled'`));
    await expect.poll(load.writes, patience).toBeGreaterThanOrEqual(500);
    await expect
      .poll(() => received('pagerduty', 'high_error_rate', 'arbor-api'), patience)
      .toBeGreaterThan(0);
    expect(await received('pagerduty', 'high_error_rate', '/high_error_rate')).toBeGreaterThan(0);
    await onPrimary(asBefore);
    await expect.poll(load.writes, patience).toBe(201);
  });

  it('real latency makes high_latency fire, and it arrives in the channel with its runbook', async () => {
    expect(await received('slack', 'high_latency', 'arbor-api')).toBe(0);
    await onPrimary(everyWrite('perform pg_sleep(1.5)'));
    await expect.poll(() => received('slack', 'high_latency', 'arbor-api'), patience).toBeGreaterThan(0);
    expect(await received('slack', 'high_latency', '/high_latency')).toBeGreaterThan(0);
    await onPrimary(asBefore);
  });
});
