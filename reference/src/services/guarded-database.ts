import { type Breaker, isRejection } from './breaker.js';
import type { Deadline } from './deadline.js';
import type { Executed } from './executed.js';
import type { Statement, Statements } from './primary-database.js';

/** As the metrics name it. */
export const databaseBreakerName = 'database';
/** As long as a request waits for it: whoever is refused meanwhile would have waited in vain. */
export const databaseHalfOpenAfterMs = 2_000;

/**
 * The primary database behind a circuit breaker: while nobody gets through, requests are refused at once instead of each waiting
 * for its own deadline. A statement that was refused is an answer; one that was not sent, or not answered in time, is not.
 */
export function guardedDatabase(
  primary: () => { readonly region: string; readonly database: Statements } | undefined,
  breaker: Breaker,
): () => Statements | undefined {
  let knownRegion: string | undefined;
  return () => {
    const now = primary();
    if (now === undefined) return undefined;
    if (knownRegion !== undefined && knownRegion !== now.region) breaker.reset();
    knownRegion = now.region;
    return {
      execute: <Row>(statement: Statement, deadline: Deadline) =>
        guarded<Row>(breaker, () => now.database.execute<Row>(statement, deadline)),
    };
  };
}

async function guarded<Row>(breaker: Breaker, execute: () => Promise<Executed<Row>>): Promise<Executed<Row>> {
  try {
    return await breaker.execute(async () => {
      const executed = await execute();
      if (executed.kind === 'not-sent' || executed.kind === 'unknown') throw new Unanswered(executed);
      return executed;
    });
  } catch (error) {
    if (error instanceof Unanswered) return error.executed as Executed<Row>;
    if (isRejection(error)) return { kind: 'not-sent', cause: error };
    throw error;
  }
}

/** Carries what became of a statement past the breaker, which counts errors. */
class Unanswered extends Error {
  constructor(readonly executed: Executed<never>) {
    super('The database did not answer.');
  }
}
