export type AlertsErrorCode = 'no-destination' | 'missing-secret' | 'not-a-prometheus';

/** What this package throws: `message` names every problem, `fix` says what to do. */
export class AlertsError extends Error {
  override readonly name = 'AlertsError';

  constructor(
    readonly code: AlertsErrorCode,
    message: string,
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
