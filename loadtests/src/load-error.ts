export type LoadErrorCode =
  | 'console-unreadable'
  | 'generator-failed-to-start'
  | 'clock-not-bounded'
  | 'nothing-to-send'
  | 'nothing-promised'
  | 'data-unreadable'
  | 'prometheus-unreadable';

/** What went wrong with the load itself; a run with such an error could not measure. */
export class LoadError extends Error {
  override readonly name = 'LoadError';

  constructor(
    readonly code: LoadErrorCode,
    message: string,
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
