import type { Disturbance } from '@attest/chaos';
import type { Link, Links } from '../links/links.js';
import { bandwidthToxics } from '../links/toxics.js';
import type { LinkFingerprint } from './link-fingerprint.js';
import { transferMs } from './session-probe.js';

/** What is sent to see how much gets through takes so long at the least. */
const probeSeconds = 1.5;
/** Beyond that; a busy machine answers late. */
const patienceMs = 10_000;

/** No connection over these links carries more than so much, either way. They lead to databases, which are asked for much. */
export function narrow(
  links: Links,
  fingerprint: LinkFingerprint,
  chosen: () => readonly Link[],
  kilobytesPerSecond: number,
): Disturbance {
  const toxics = bandwidthToxics(kilobytesPerSecond);
  const bytes = kilobytesPerSecond * 1000 * probeSeconds;
  return {
    async inject() {
      await fingerprint.remember();
      await Promise.all(chosen().map(({ name }) => links.addToxics(name, toxics)));
    },
    prove: () =>
      Promise.all(
        chosen().map(async ({ name, port }) => {
          const tookMs = await transferMs(port, bytes, probeSeconds * 1000 + patienceMs).catch(
            () => undefined,
          );
          return {
            probe: `${bytes / 1000} kB over link ${name}`,
            expected: `at least ${probeSeconds * 1000} ms`,
            observed: tookMs === undefined ? 'not carried' : `${tookMs.toFixed(0)} ms`,
            // What is small enough for one packet, and timers that fire early, take a little off.
            ok: tookMs !== undefined && tookMs >= probeSeconds * 1000 * 0.95,
          };
        }),
      ),
    async undo() {
      await Promise.all(chosen().map(({ name }) => links.removeToxics(name, toxics)));
    },
    proveUndone: () => fingerprint.proveRestored(chosen()),
  };
}
