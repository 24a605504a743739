import type { Command } from 'commander';

/** The edges of the program: where it stands, where its answer and its progress go. */
export interface CliContext {
  readonly directory: string;
  /** The answer. */
  out(text: string): void;
  /** Progress and errors. */
  err(text: string): void;
  /** Of the process, once it ends by itself. */
  exitCode(code: 0 | 1 | 2 | 3): void;
  /** Progress may be redrawn. */
  readonly isTerminal: boolean;
}

export type Register = (program: Command, context: CliContext) => void;
