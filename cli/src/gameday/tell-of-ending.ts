import type { CliContext } from '../context.js';

/** Said once a run is to end early, whoever asked for it. */
export const tellOfEnding = ({ err }: Pick<CliContext, 'err'>, why: string): void =>
  err(`\n${why}: ending the run, undoing what was broken, keeping what was seen …\n`);
