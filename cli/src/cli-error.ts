export type CliErrorCode =
  | 'unknown-name'
  | 'bad-option'
  | 'config-unreadable'
  | 'config-invalid'
  | 'not-found'
  | 'not-readable'
  | 'not-a-history'
  | 'not-a-recording'
  | 'would-overwrite'
  | 'not-writable'
  | 'run-ended'
  | 'run-going-on'
  | 'keeper-not-started'
  | 'failover-going-on'
  | 'controller-unreachable'
  | 'not-confirmed'
  | 'address-in-use';

/** A mistake of the caller: wrong words, wrong configuration. Ends the program with exit code 2. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    readonly code: CliErrorCode,
    message: string,
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
