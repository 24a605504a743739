import { setTimeout as delay } from 'node:timers/promises';
import { BedError } from '../bed-error.js';

const pollMs = 100;

/** Asks until `missing` answers with nothing. @throws BedError `bed-not-ready` that tells what is still missing */
export async function untilReady(
  what: string,
  timeoutSeconds: number,
  missing: () => Promise<readonly string[]>,
): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const left = await missing();
    if (left.length === 0) return;
    if (Date.now() > deadline) {
      throw new BedError({
        code: 'bed-not-ready',
        message: `${what}: not ready after ${timeoutSeconds} s: ${left.join(', ')}.`,
        fix: 'Look at the logs of these; on a machine that is busy with other things, try again when it is not.',
      });
    }
    await delay(pollMs);
  }
}
