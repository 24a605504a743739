import type { ObjectiveProblem } from './problems.js';

export type SloErrorCode = 'invalid-objective';

/** What this package throws: `message` names every problem, `fix` says what to do. */
export class SloError extends Error {
  override readonly name = 'SloError';

  constructor(
    readonly code: SloErrorCode,
    message: string,
    readonly fix: string,
    readonly problems: readonly ObjectiveProblem[] = [],
  ) {
    super(message);
  }
}
