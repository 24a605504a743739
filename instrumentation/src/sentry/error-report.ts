import type { TraceIds } from '../tracing/tracing.js';

/** What is told about an error beside the error itself: nothing that the client sent. */
export interface ErrorContext {
  /** False when nobody caught it: it ended a request with 5xx, or the process. Default true. */
  readonly handled?: boolean;
  /** Where it happened, e.g. `GET /orders/:id`: a template, never a path. */
  readonly transaction?: string | undefined;
  readonly trace?: TraceIds | undefined;
  /** Pseudonymous id of the user, nothing else about them. */
  readonly userId?: string | undefined;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface ErrorReport extends ErrorContext {
  readonly error: unknown;
}
