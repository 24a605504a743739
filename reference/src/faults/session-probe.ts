import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { databaseName, type Postgres, superuser } from '../postgres/postgres.js';

const pollMs = 50;

function clientOf(port: number, name: string): pg.Client {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    database: databaseName,
    user: superuser,
    // `attest…` are the instruments of a run.
    application_name: name,
  });
  client.on('error', () => undefined);
  return client;
}

/**
 * Asks for a session through a link, and looks at the server whether that was heard: what the client is told may be lost on its
 * way back.
 */
export async function isHeard(port: number, server: Postgres, timeoutMs: number): Promise<boolean> {
  const name = `attest-probe-${crypto.randomUUID()}`;
  const client = clientOf(port, name);
  client.connect().catch(() => undefined);
  const deadline = performance.now() + timeoutMs;
  try {
    while (performance.now() < deadline) {
      const seen = await server.query(`select 1 from pg_stat_activity where application_name = '${name}'`);
      if (seen.length > 0) return true;
      await delay(pollMs);
    }
    return false;
  } finally {
    streamOf(client).destroy();
  }
}

/** How long so many bytes take to come through a link; rejects when they do not come within the time. */
export async function transferMs(port: number, bytes: number, timeoutMs: number): Promise<number> {
  const client = clientOf(port, 'attest-transfer');
  const timer = setTimeout(() => streamOf(client).destroy(), timeoutMs);
  try {
    await client.connect();
    const begun = performance.now();
    await client.query('select repeat($1, $2::int) as much', ['x', bytes]);
    return performance.now() - begun;
  } finally {
    clearTimeout(timer);
    streamOf(client).destroy();
  }
}

function streamOf(client: pg.Client): { destroy(): void } {
  return (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream;
}
