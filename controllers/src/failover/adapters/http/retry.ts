/** What came of one attempt, where it was no success. */
export type Failure =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** No answer: refused, reset, or the name is not known. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'timed-out' };

export interface RetryLimits {
  /** Attempts in all. */
  readonly attempts: number;
  /** Before the second attempt; twice as long before the third. */
  readonly backoffMs: number;
  /** A service that asks for a longer pause is not waited for: the failover has a deadline. */
  readonly longestPauseMs: number;
}

/** Small: the failover's own stages repeat an action as well, each within its deadline. */
export const usualLimits: RetryLimits = { attempts: 3, backoffMs: 200, longestPauseMs: 2000 };

/**
 * How long to wait before the next attempt; `undefined`: none is made. 429 and 423 say that nothing was done, so everything is
 * repeated after them; after 5xx, a time-out or a lost connection it is not known, so only what is idempotent. Any other status is an answer.
 * Sources: RFC 9110, 9.2.2 and 10.2.3; RFC 6585, 4; Neon API v2, "Any request that returns a 423 Locked response is safe to retry".
 */
export function pauseBeforeRetry(
  failure: Failure,
  attempt: number,
  idempotent: boolean,
  nowMs: number,
  limits: RetryLimits = usualLimits,
): number | undefined {
  if (attempt >= limits.attempts || !mayRepeat(failure, idempotent)) return undefined;
  const asked = failure.kind === 'status' ? retryAfterMs(failure.retryAfter, nowMs) : undefined;
  const pause = asked ?? limits.backoffMs * 2 ** (attempt - 1);
  return pause <= limits.longestPauseMs ? pause : undefined;
}

function mayRepeat(failure: Failure, idempotent: boolean): boolean {
  if (failure.kind !== 'status') return idempotent;
  const { status } = failure;
  return status === 429 || status === 423 || (status >= 500 && idempotent);
}

/** Seconds or an HTTP date; `undefined` when it is neither. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
