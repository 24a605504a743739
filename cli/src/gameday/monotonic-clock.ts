import { setTimeout as delay } from 'node:timers/promises';
import type { RunClock } from '@attest/chaos';

/** A run's clock that begins now, on the monotonic clock that all processes of the machine share. */
export function monotonicClock(): RunClock {
  const monotonicMs = () => Number(process.hrtime.bigint()) / 1e6;
  return {
    originMonotonicMs: monotonicMs(),
    monotonicMs,
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      await delay(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
    },
  };
}
