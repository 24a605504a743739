import type { Pool } from 'pg';
import { errorType } from '../error-type.js';
import type { Telemetry } from '../telemetry.js';
import { operationName } from './operation-name.js';

export interface PoolOptions {
  /** Name of the pool in the metrics. */
  readonly pool: string;
}

type Callback = (error: unknown, ...results: unknown[]) => unknown;
type Call = (...values: unknown[]) => unknown;
/** pg's overloads, seen as what they have in common: values, and a callback or else a promise. */
interface Client {
  query: Call;
}

const instrumentedClients = new WeakSet<Client>();

/** Operations, connections and waiting times of a pg.Pool and of the clients that are checked out of it. */
export function instrumentPool<P extends Pool>(pool: P, telemetry: Telemetry, options: PoolOptions): P {
  if (!telemetry.enabled) return pool;
  const name = { db_client_connection_pool_name: options.pool };
  const duration = telemetry.histogram('db_client_operation_duration_seconds');
  const waited = telemetry.histogram('db_client_connection_wait_time_seconds');
  const timeouts = telemetry.counter('db_client_connection_timeouts_total');
  timeouts.inc(name, 0);

  const connect = pool.connect as Call;
  (pool as unknown as { connect: Call }).connect = timed(connect, (seconds, error) => {
    waited.observe(name, seconds);
    if (error === undefined) return;
    // A database that cannot be reached fails no statement, only connections.
    duration.observe({ db_operation_name: 'CONNECT', error_type: errorType(error) }, seconds);
    if (error instanceof Error && /timeout/i.test(error.message)) timeouts.inc(name);
  });

  // `acquire` is emitted before a client is handed out, also to pool.query().
  pool.on('acquire', (acquired) => {
    const client = acquired as unknown as Client;
    if (instrumentedClients.has(client)) return;
    instrumentedClients.add(client);
    const query = client.query;
    client.query = function instrumentedQuery(this: unknown, ...values) {
      const [statement] = values;
      // Cursors and streams end long after they are submitted; their time is the consumer's, too.
      if (isSubmittable(statement)) return query.apply(this, values);
      const text =
        typeof statement === 'object' && statement ? (statement as { text?: unknown }).text : statement;
      const operation = operationName(text);
      return timed(query, (seconds, error) =>
        duration.observe(
          { db_operation_name: operation, error_type: error === undefined ? '' : errorType(error) },
          seconds,
        ),
      ).apply(this, values);
    };
  });

  const count = (state: 'idle' | 'used', value: number) =>
    ({
      metric: 'db_client_connection_count',
      labels: { ...name, db_client_connection_state: state },
      value,
    }) as const;
  telemetry.collect(() => [
    count('idle', pool.idleCount),
    count('used', pool.totalCount - pool.idleCount),
    { metric: 'db_client_connection_max', labels: name, value: pool.options.max ?? 10 },
    { metric: 'db_client_connection_pending_requests', labels: name, value: pool.waitingCount },
  ]);
  return pool;
}

/** Calls back with the duration of a call, whether it answers through a callback or a promise. */
function timed(call: Call, ended: (seconds: number, error: unknown) => void): Call {
  return function timedCall(this: unknown, ...values) {
    const startMs = performance.now();
    const end = (error: unknown): void => ended((performance.now() - startMs) / 1000, error ?? undefined);
    const last = values.at(-1);
    if (typeof last === 'function') {
      const callback = last as Callback;
      values[values.length - 1] = function timedCallback(
        this: unknown,
        error: unknown,
        ...results: unknown[]
      ) {
        end(error);
        return callback.call(this, error, ...results);
      };
      return call.apply(this, values);
    }
    const answer = call.apply(this, values);
    if (isThenable(answer)) answer.then(() => end(undefined), end);
    return answer;
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}

function isSubmittable(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { submit?: unknown }).submit === 'function'
  );
}
