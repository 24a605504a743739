export type ControllerErrorCode =
  | 'invalid-failover-config'
  | 'journal-unreadable'
  | 'journal-unwritable'
  | 'no-canary-policy'
  | 'not-observed'
  | AdapterErrorCode;

/** What goes wrong between an adapter and the service that it talks to. */
export type AdapterErrorCode =
  /** Sends nothing: the adapter is not told enough, or a secret is not there. */
  | 'not-configured'
  | 'secret-missing'
  /** The service cannot do what was asked, whoever asks. */
  | 'not-offered'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  /** Refused for what it says: another attempt says the same. */
  | 'rejected'
  | 'rate-limited'
  | 'unavailable'
  | 'unreachable'
  | 'timed-out'
  /** Answered, but not in the form that the service documents. */
  | 'malformed-answer';

const final: ReadonlySet<ControllerErrorCode> = new Set([
  'not-configured',
  'secret-missing',
  'not-offered',
  'unauthorized',
  'forbidden',
  'not-found',
  'conflict',
  'rejected',
]);

/** Whether another attempt would fail in the same way, so that none is made. */
export const isFinal = (error: unknown): boolean => error instanceof ControllerError && final.has(error.code);

/** What this package throws: `message` says what, where and why; `fix` says what to do about it. */
export class ControllerError extends Error {
  override readonly name = 'ControllerError';

  constructor(
    readonly code: ControllerErrorCode,
    message: string,
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
