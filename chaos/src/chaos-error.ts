export type ChaosErrorCode =
  | 'unknown-experiment'
  | 'unsupported-by-target'
  | 'not-steady'
  | 'fault-not-injected'
  | 'fault-not-undone'
  | 'unknown-what-if';

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
