import pg from 'pg';

/** bigint as a number: counts and byte positions of a bed are far below 2^53. For this pool only; pg's default is text. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
};

/** A small pool towards one server, made when first needed; survives that the server goes away. */
export class SqlClient {
  readonly #connectionString: () => string;
  readonly #timeoutMs: number | undefined;
  #pool: pg.Pool | undefined;

  constructor(connectionString: () => string, options: { readonly timeoutMs?: number } = {}) {
    this.#connectionString = connectionString;
    this.#timeoutMs = options.timeoutMs;
  }

  async query<Row extends object>(sql: string, params: readonly unknown[]): Promise<Row[]> {
    this.#pool ??= this.#open();
    const { rows } = await this.#pool.query<Row>(sql, [...params]);
    return rows;
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
      allowExitOnIdle: true,
    });
    // Idle connections end with the server; the next query opens others.
    pool.on('error', () => undefined);
    return pool;
  }
}
