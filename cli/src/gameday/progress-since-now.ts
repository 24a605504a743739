import type { Progress } from '@attest/chaos';
import type { CliContext } from '../context.js';
import { monotonicClock } from './monotonic-clock.js';
import { terminalProgress } from './terminal-progress.js';

/** What a command does, told on its terminal with the seconds since this was called. */
export function progressSinceNow({ err, isTerminal }: Pick<CliContext, 'err' | 'isTerminal'>): {
  readonly progress: Progress;
  seconds(): number;
} {
  const { originMonotonicMs, monotonicMs } = monotonicClock();
  const seconds = () => (monotonicMs() - originMonotonicMs) / 1000;
  const terminal = { write: err, redraws: isTerminal, columns: process.stderr.columns ?? 100 };
  return { progress: terminalProgress(terminal, seconds), seconds };
}
