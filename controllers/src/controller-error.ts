export type ControllerErrorCode =
  | 'invalid-failover-config'
  | 'journal-unreadable'
  | 'journal-unwritable'
  | 'no-canary-policy';

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
