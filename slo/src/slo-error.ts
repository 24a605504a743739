export type SloErrorCode = 'invalid-objective';

/** What this package throws: `message` names every problem, `fix` says what to do. */
export class SloError extends Error {
  override readonly name = 'SloError';

  constructor(
    readonly code: SloErrorCode,
    message: string,
    readonly fix: string,
  ) {
    super(message);
  }
}
