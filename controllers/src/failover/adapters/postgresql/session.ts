import { Socket } from 'node:net';
import pg from 'pg';
import { postgresError } from './postgres-error.js';

/** Begins the name of every session that is no client: refusing writes spares them. */
export const controllerSession = 'attest-failover-controller';

const goodbyeMs = 1000;

export type Query = <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;

/**
 * One connection for one piece of work. When the signal aborts, the connection is cut, never the statement cancelled: a cancelled
 * commit that waits for a standby reports success. Rejections name the region.
 *
 * @throws ControllerError with one of the adapter codes
 */
export async function withSession<T>(
  region: string,
  connection: pg.ClientConfig,
  signal: AbortSignal,
  work: (query: Query) => Promise<T>,
): Promise<T> {
  const socket = new Socket();
  const client = new pg.Client({
    ...connection,
    application_name: controllerSession,
    stream: () => socket,
  });
  // Whatever ends the connection also rejects the query under way.
  client.on('error', () => {});
  const cut = () => void socket.destroy(new Error('given up at its deadline'));
  signal.addEventListener('abort', cut, { once: true });
  try {
    signal.throwIfAborted();
    await client.connect();
    return await work(async (sql, values = []) => (await client.query(sql, [...values])).rows);
  } catch (error) {
    throw postgresError(region, error);
  } finally {
    signal.removeEventListener('abort', cut);
    // In good order if the server listens; a link that was cut meanwhile would make us wait for ever.
    client.end().catch(() => {});
    setTimeout(() => socket.destroy(), goodbyeMs).unref();
  }
}
