/** How a statement ended. Nothing but `rows` may be told to a client as success. */
export type Executed<Row> =
  /** Committed, and as durable as the database promises. */
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  /** The database was not reached in time: nothing happened. */
  | { readonly kind: 'not-sent'; readonly cause: unknown }
  /** The database said no and rolled back. */
  | { readonly kind: 'refused'; readonly sqlState: string; readonly cause: unknown }
  /** Sent, and no answer that counts: it may be committed or not. */
  | { readonly kind: 'unknown'; readonly cause: unknown };

/**
 * What an error means that came after the statement was sent. Only an answer of severity ERROR says that nothing happened; a
 * connection that ends (FATAL, a closed socket, a timeout) may end after the commit.
 */
export function classifyFailure(cause: unknown): Exclude<Executed<never>, { kind: 'rows' | 'not-sent' }> {
  const { severity, code } = cause as { severity?: string; code?: string };
  if (severity === 'ERROR' && code !== undefined) return { kind: 'refused', sqlState: code, cause };
  return { kind: 'unknown', cause };
}
