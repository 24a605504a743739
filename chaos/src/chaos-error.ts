export type ChaosErrorCode =
  | 'unsupported-by-target'
  | 'not-steady'
  | 'fault-not-injected'
  | 'fault-not-undone'
  | 'blast-radius'
  | 'not-ended'
  | 'replica-behind'
  | 'history-refused';

export class ChaosError extends Error {
  override readonly name = 'ChaosError';

  constructor(
    readonly code: ChaosErrorCode,
    message: string,
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
