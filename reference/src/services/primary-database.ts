import pg from 'pg';
import { monotonicMs } from '../clock.js';
import { cancelWhatTakesLong } from '../mutants/cancelled-wait.js';
import { answerFits } from './answer-fits.js';
import type { Deadline } from './deadline.js';
import { classifyFailure, type Executed } from './executed.js';
import { invalidPassword, Passwords } from './passwords.js';

export interface Statement {
  /** Prepared once per connection under this name. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Where single statements are executed, each a transaction of its own. */
export interface Statements {
  execute<Row>(statement: Statement, deadline: Deadline): Promise<Executed<Row>>;
}

export interface PrimaryDatabaseOptions {
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly passwords?: Passwords;
  readonly applicationName: string;
  readonly maxConnections: number;
  readonly commit?: 'local' | 'cancelled' | undefined;
}

/** A connection that is not made within this time never will be. */
const connectTimeoutMs = 2000;
/** A write waits so long for another one with the same key. */
const lockTimeoutMs = 1000;

/**
 * Connections to the database of one region. A connection whose statement did not end well is destroyed, never returned to the
 * pool: behind a black hole it would be silent for ever.
 */
export class PrimaryDatabase implements Statements {
  readonly pool: pg.Pool;
  readonly #connections = new Set<pg.PoolClient>();
  /** Connections on which the statement under way was answered with a warning. */
  readonly #warned = new WeakSet<pg.PoolClient>();
  /** Connections that nobody has used yet. */
  readonly #unused = new WeakSet<pg.PoolClient>();
  /** What is never done but on purpose, to see it found. */
  readonly #cancels: boolean;
  readonly #passwords: Passwords;
  #destroyed = false;

  constructor(options: PrimaryDatabaseOptions) {
    this.#cancels = options.commit === 'cancelled';
    const passwords = options.passwords ?? new Passwords([]);
    this.#passwords = passwords;
    this.pool = new pg.Pool({
      host: '127.0.0.1',
      port: options.port,
      database: options.database,
      user: options.user,
      password: () => passwords.current ?? '',
      application_name: options.applicationName,
      max: options.maxConnections,
      connectionTimeoutMillis: connectTimeoutMs,
      idleTimeoutMillis: 0,
      // What takes too long is given up, and never cancelled: of a wait for a standby PostgreSQL then reports success.
      options: `-c lock_timeout=${lockTimeoutMs}${options.commit === 'local' ? ' -c synchronous_commit=local' : ''}`,
    });
    // Connections that break while idle are replaced when they are needed.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => this.#watch(client));
    this.pool.on('remove', (client) => this.#connections.delete(client));
  }

  async execute<Row>(statement: Statement, deadline: Deadline): Promise<Executed<Row>> {
    let client: pg.PoolClient;
    const begunMs = monotonicMs();
    try {
      client = await this.#connect(deadline);
    } catch (cause) {
      return { kind: 'not-sent', cause };
    }
    if (this.#unused.delete(client) && !answerFits(monotonicMs() - begunMs, deadline.remainingMs)) {
      client.release();
      return { kind: 'not-sent', cause: new Error('Connecting left no time for an answer.') };
    }
    this.#warned.delete(client);
    const answered = this.#cancels ? cancelWhatTakesLong(this.pool, client) : () => {};
    try {
      const { rows } = await client.query<Row & pg.QueryResultRow>({
        name: statement.name,
        text: statement.text,
        values: [...statement.values],
        query_timeout: Math.max(1, deadline.remainingMs),
      } as pg.QueryConfig);
      if (this.#warned.has(client) && !this.#cancels)
        throw new Error('The database warned that the commit may not be replicated.');
      client.release();
      return { kind: 'rows', rows };
    } catch (cause) {
      const failure = classifyFailure(cause);
      if (failure.kind === 'refused') client.release();
      else this.#discard(client);
      return failure;
    } finally {
      answered();
    }
  }

  /** Ends every connection at once. Statements under way end as `unknown`: what this database still says no longer counts. */
  destroy(): void {
    this.#destroyed = true;
    void this.pool.end().catch(() => undefined);
    for (const client of this.#connections) streamOf(client).destroy();
    this.#connections.clear();
  }

  /** One that is refused may have been changed a moment ago; then there is another one. */
  async #connectWithAnyPassword(): Promise<pg.PoolClient> {
    const tried = this.#passwords.current;
    try {
      return await this.pool.connect();
    } catch (error) {
      if ((error as { code?: string }).code !== invalidPassword || !this.#passwords.refused(tried))
        throw error;
      return await this.pool.connect();
    }
  }

  #connect(deadline: Deadline): Promise<pg.PoolClient> {
    if (deadline.remainingMs <= 0)
      return Promise.reject(new Error('The deadline passed before a connection was asked for.'));
    return new Promise((resolve, reject) => {
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        reject(new Error('The deadline passed before a connection was free.'));
      }, deadline.remainingMs);
      this.#connectWithAnyPassword().then(
        (client) => {
          clearTimeout(timer);
          if (late) client.release();
          else resolve(client);
        },
        (error: unknown) => {
          clearTimeout(timer);
          reject(error);
        },
      );
    });
  }

  #watch(client: pg.PoolClient): void {
    this.#connections.add(client);
    this.#unused.add(client);
    if (this.#destroyed) streamOf(client).destroy();
    client.on('notice', ({ severity }) => {
      if (severity === 'WARNING') this.#warned.add(client);
    });
    // Without a listener the error of a connection in use would end the process; its statement reports it.
    client.on('error', () => undefined);
  }

  #discard(client: pg.PoolClient): void {
    streamOf(client).destroy();
    client.release(true);
  }
}

function streamOf(client: pg.PoolClient): { destroy(): void } {
  return (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream;
}
