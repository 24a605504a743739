import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { startTelemetry } from '../start-telemetry.js';
import { FakeClient } from '../testing/fake-pg-client.js';
import { scrape } from '../testing/scrape.js';
import { quiet } from '../testing/serve.js';
import { instrumentPool } from './instrument-pool.js';

const operations = 'db_client_operation_duration_seconds_count';
const name = { db_client_connection_pool_name: 'orders' };

function setUp(options: pg.PoolConfig = {}) {
  const telemetry = startTelemetry(quiet);
  // pg-pool takes the class of its clients as an option, which its types do not say.
  const pool = new pg.Pool({ Client: FakeClient, ...options } as object);
  return { telemetry, pool: instrumentPool(pool, telemetry, { pool: 'orders' }) };
}

afterEach(() => {
  FakeClient.unreachable = undefined;
});

describe('a pool', () => {
  it('records what goes through query(), once, with promise or callback', async () => {
    const { telemetry, pool } = setUp();
    expect(await pool.query('select 1')).toEqual({ rows: [] });
    await pool.query({ text: 'select $1', values: [1] });
    await new Promise<void>((resolve) => pool.query('insert into t', () => resolve()));
    const answer = await scrape(telemetry);
    expect(answer.value(operations, { db_operation_name: 'SELECT' })).toBe(2);
    expect(answer.value(operations, { db_operation_name: 'INSERT' })).toBe(1);
    expect(answer.value('db_client_connection_wait_time_seconds_count', name)).toBe(3);
  });

  it('records what goes through a client that is checked out, and its error by SQLSTATE', async () => {
    const { telemetry, pool } = setUp();
    const client = await pool.connect();
    await client.query('begin');
    await expect(client.query('insert that fails')).rejects.toThrow('insert that fails');
    await client.query('rollback');
    client.release();
    const again = await pool.connect();
    await again.query('select 1');
    again.release();
    const answer = await scrape(telemetry);
    const recorded = answer
      .find(operations)
      .map(({ labels, value }) => [labels.db_operation_name, labels.error_type, value]);
    expect(recorded).toEqual([
      ['BEGIN', undefined, 1],
      ['INSERT', '23505', 1],
      ['ROLLBACK', undefined, 1],
      ['SELECT', undefined, 1],
    ]);
  });

  it('shows its connections, its limit and who waits', async () => {
    const { telemetry, pool } = setUp({ max: 2 });
    const [first, second] = [await pool.connect(), await pool.connect()];
    const waiting = pool.connect();
    const full = await scrape(telemetry);
    const count = (state: string) => ({ ...name, db_client_connection_state: state });
    expect(full.value('db_client_connection_count', count('used'))).toBe(2);
    expect(full.value('db_client_connection_count', count('idle'))).toBe(0);
    expect(full.value('db_client_connection_max', name)).toBe(2);
    expect(full.value('db_client_connection_pending_requests', name)).toBe(1);
    first.release();
    (await waiting).release();
    second.release();
    const free = await scrape(telemetry);
    expect(free.value('db_client_connection_count', count('idle'))).toBe(2);
    expect(free.value('db_client_connection_pending_requests', name)).toBe(0);
  });

  it('counts waiting in vain as a timeout', async () => {
    const { telemetry, pool } = setUp({ max: 1, connectionTimeoutMillis: 1 });
    const client = await pool.connect();
    expect((await scrape(telemetry)).value('db_client_connection_timeouts_total', name)).toBe(0);
    await expect(pool.query('select 1')).rejects.toThrow('timeout');
    client.release();
    expect((await scrape(telemetry)).value('db_client_connection_timeouts_total', name)).toBe(1);
  });

  it('records a database that cannot be reached as a failed CONNECT', async () => {
    const { telemetry, pool } = setUp();
    FakeClient.unreachable = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    await expect(pool.query('select 1')).rejects.toThrow('refused');
    const answer = await scrape(telemetry);
    expect(answer.value(operations, { db_operation_name: 'CONNECT', error_type: 'ECONNREFUSED' })).toBe(1);
    expect(answer.value('db_client_connection_timeouts_total', name)).toBe(0);
  });

  it('leaves the pool as it is when telemetry is disabled', async () => {
    const pool = new pg.Pool({ Client: FakeClient } as object);
    const { connect } = pool;
    instrumentPool(pool, startTelemetry({ env: { ATTEST_DISABLED: '1' } }), { pool: 'orders' });
    expect(pool.connect).toBe(connect);
  });
});
