import type { Problem } from './define/problem.js';

/** Why the platform package refuses. */
export type PlatformErrorCode = 'invalid-catalog' | 'unknown-claim' | 'unknown-service';

/** The only error that this package throws on purpose. `message` says what, where and why; `fix` what to do. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly code: PlatformErrorCode;
  readonly fix: string;
  /** Everything that is wrong with a catalog, not the first thing; empty for other codes. */
  readonly problems: readonly Problem[];

  constructor(code: PlatformErrorCode, message: string, fix: string, problems: readonly Problem[] = []) {
    super(message);
    this.code = code;
    this.fix = fix;
    this.problems = problems;
  }
}
