import type { ToolName } from './tool.js';

export type ToolErrorCode =
  /** Neither found nor buildable here; the message names every such tool. */
  | 'tools-missing'
  /** `go build` failed; the message ends with its last lines. */
  | 'build-failed'
  | 'disk-full'
  /** A build is needed and the cache directory cannot be written. */
  | 'cache-not-writable'
  /** Another process held a build's lock for longer than any build takes. */
  | 'build-lock-held'
  /** The caller's signal aborted the search. */
  | 'aborted';

/** Why a tool cannot be had: `message` says what, where and why, `fix` what to do. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly code: ToolErrorCode;
  readonly fix: string;
  readonly tools: readonly ToolName[];

  constructor(problem: {
    code: ToolErrorCode;
    message: string;
    fix: string;
    tools: readonly ToolName[];
    cause?: unknown;
  }) {
    super(problem.message, problem.cause === undefined ? undefined : { cause: problem.cause });
    this.code = problem.code;
    this.fix = problem.fix;
    this.tools = problem.tools;
  }
}
