import pg from 'pg';

const withinMs = 5000;

/**
 * How long it takes, in ms, until a few bytes are in the log and on the disk of a server, each time on a connection that is there
 * already. Waits for no standby, and leaves nothing in any table. Rejects when the server takes no writes.
 */
export async function timeFlushes(connectionString: string, count: number): Promise<readonly number[]> {
  const client = new pg.Client({
    connectionString,
    application_name: 'attest-flush',
    connectionTimeoutMillis: withinMs,
    query_timeout: withinMs,
  });
  // Whatever ends the connection also rejects the query that waits.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const took: number[] = [];
    while (took.length < count) {
      const begun = process.hrtime.bigint();
      // Not transactional, flushed. Source: https://www.postgresql.org/docs/18/functions-admin.html
      await client.query("select pg_logical_emit_message(false, 'attest', 'flush', true)");
      took.push(Number(process.hrtime.bigint() - begun) / 1e6);
    }
    return took;
  } finally {
    await client.end().catch(() => undefined);
  }
}
