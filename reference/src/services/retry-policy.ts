import type { AfterFailure } from './job.js';

const firstDelaySeconds = 1;
const longestDelaySeconds = 60;

/** The delay doubles with every attempt: 1, 2, 4 … 60 seconds. After `maxAttempts`, or an error that is final, a job is dead. */
export function afterFailure(attempt: number, maxAttempts: number, error: unknown): AfterFailure {
  if (attempt >= maxAttempts || isFinal(error)) return { kind: 'dead' };
  return {
    kind: 'retry',
    delaySeconds: Math.min(firstDelaySeconds * 2 ** (attempt - 1), longestDelaySeconds),
  };
}

/** An error that no further attempt can mend. Its name is the one that BullMQ gave it, which telemetry knows. */
export function finalError(message: string): Error {
  return Object.assign(new Error(message), { name: 'UnrecoverableError' });
}

export function isFinal(error: unknown): boolean {
  return error instanceof Error && error.name === 'UnrecoverableError';
}
