export type DashboardErrorCode = 'invalid-query';

/** What this package throws: `message` names every problem, `fix` says what to do. */
export class DashboardError extends Error {
  override readonly name = 'DashboardError';

  constructor(
    readonly code: DashboardErrorCode,
    message: string,
    readonly fix: string,
  ) {
    super(message);
  }
}
