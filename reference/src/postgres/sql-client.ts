import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { tooManyConnections } from './too-many-connections.js';

/** bigint as a number: counts and byte positions of a bed are far below 2^53. For this pool only; pg's default is text. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
};

const fullPauseMs = 250;

/** A small pool towards one server, made when first needed; survives that the server goes away. */
export class SqlClient {
  readonly #connectionString: () => string;
  readonly #timeoutMs: number | undefined;
  readonly #attemptsWhenFull: number;
  #pool: pg.Pool | undefined;

  /** @param options `attemptsWhenFull`: so often is a server asked, a quarter of a second apart, that has no connection left; once unless given */
  constructor(
    connectionString: () => string,
    options: { readonly timeoutMs?: number; readonly attemptsWhenFull?: number } = {},
  ) {
    this.#connectionString = connectionString;
    this.#timeoutMs = options.timeoutMs;
    this.#attemptsWhenFull = options.attemptsWhenFull ?? 1;
  }

  async query<Row extends object>(sql: string, params: readonly unknown[]): Promise<Row[]> {
    for (let attempt = 1; ; attempt += 1) {
      this.#pool ??= this.#open();
      try {
        const { rows } = await this.#pool.query<Row>(sql, [...params]);
        return rows;
      } catch (error) {
        // Nothing has been asked of the server yet.
        const isFull = (error as { code?: unknown }).code === tooManyConnections;
        if (!isFull || attempt >= this.#attemptsWhenFull) throw error;
        await delay(fullPauseMs);
      }
    }
  }

  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.end();
  }

  #open(): pg.Pool {
    const pool = new pg.Pool({
      connectionString: this.#connectionString(),
      types,
      max: 4,
      connectionTimeoutMillis: this.#timeoutMs ?? 5_000,
      query_timeout: this.#timeoutMs ?? 60_000,
      application_name: 'attest',
      // Kept: a server that is besieged has none for whoever comes back.
      idleTimeoutMillis: 0,
      allowExitOnIdle: true,
    });
    // Idle connections end with the server; the next query opens others.
    pool.on('error', () => undefined);
    return pool;
  }
}
