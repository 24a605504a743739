import type pg from 'pg';

/** Longer than a commit usually waits for a standby, and short enough for its lie to reach a client before a lost region is cut off. */
const patienceMs = 120;

/**
 * What drivers do that have a time-out for queries: they ask the server to cancel what takes long. Of a commit that waits for a standby it
 * ends the wait, and reports success with a warning (PostgreSQL's manual, "Planning for High Availability"; `SyncRepWaitForLSN`).
 *
 * @returns to be called when the statement has been answered
 */
export function cancelWhatTakesLong(pool: Pick<pg.Pool, 'query'>, client: pg.PoolClient): () => void {
  const { processID } = client as unknown as { readonly processID: number };
  const timer = setTimeout(() => {
    pool.query('select pg_cancel_backend($1)', [processID]).catch(() => undefined);
  }, patienceMs);
  return () => clearTimeout(timer);
}
