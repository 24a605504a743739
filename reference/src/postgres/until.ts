import { setTimeout as delay } from 'node:timers/promises';
import { BedError } from '../bed-error.js';

const pollMs = 25;

/** Asks until it is so. @throws BedError `replication-not-ready`, telling the last state; what `done` throws ends the wait. */
export async function until(condition: {
  readonly what: string;
  readonly timeoutMs: number;
  readonly done: () => Promise<boolean>;
  readonly state: () => Promise<string>;
}): Promise<void> {
  const deadline = Date.now() + condition.timeoutMs;
  while (!(await condition.done())) {
    if (Date.now() >= deadline) {
      throw new BedError({
        code: 'replication-not-ready',
        message: `Waited ${condition.timeoutMs} ms for ${condition.what}; ${await condition.state()}.`,
        fix: "Look at the servers' logs of this run, and at the links between their regions.",
      });
    }
    await delay(pollMs);
  }
}
