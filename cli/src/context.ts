import type { Command } from 'commander';
import type { AttestConfig } from './config.js';

/** The edges of the program: where it stands, what it is told, where its answer and its progress go. */
export interface CliContext {
  readonly directory: string;
  /** What `--config` names, or the configuration of the directory, or the one that ships. @throws CliError */
  config(): Promise<AttestConfig>;
  /** The answer. */
  out(text: string): void;
  /** Progress and errors. */
  err(text: string): void;
  /** Of the process, once it ends by itself. */
  exitCode(code: 0 | 1 | 2 | 3): void;
  /** The answer goes to a terminal that wants colours. */
  readonly colours: boolean;
  /** Progress may be redrawn. */
  readonly isTerminal: boolean;
}

/**
 * Adds a command to the program. All commands are added at every start, so what a command needs for its work is imported
 * when it works: `attest --help` waits for no chart library.
 */
export type Register = (program: Command, context: CliContext) => void;
