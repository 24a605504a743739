import type { ClockDriver, Disturbance, Proof } from '@attest/chaos';
import type { WallClockReading } from '../processes/wall-clock.js';
import type { SupervisorAccess } from './victims.js';

/** An answer takes its time on a busy machine. */
const toleranceMs = 5000;

/** Sets the wall clocks of instances, which tell what they show. */
export function clockDriver(supervisor: (region: string) => SupervisorAccess): ClockDriver {
  const read = async (region: string) => {
    const readings = (await supervisor(region).ask('GET', '/troubles/clocks')) as Readonly<
      Record<string, WallClockReading>
    >;
    const nowMs = Date.now();
    return Object.entries(readings).map(([name, { nowMs: shownMs, offsetMs }]) => ({
      name,
      offMs: shownMs - nowMs,
      offsetMs,
    }));
  };
  return {
    skewed: (region, offsetMs): Disturbance => ({
      inject: async () => void (await supervisor(region).ask('PUT', '/troubles/clocks', { offsetMs })),
      prove: async () =>
        (await read(region)).map(({ name, offMs }) => ({
          probe: `wall clock of ${name}`,
          expected: `${offsetMs / 1000} s ahead or behind`,
          observed: tell(offMs),
          ok: Math.abs(Math.abs(offMs) - offsetMs) < toleranceMs,
        })),
      undo: async () => void (await supervisor(region).ask('DELETE', '/troubles/clocks')),
      proveUndone: async (): Promise<Proof[]> =>
        (await read(region)).map(({ name, offMs, offsetMs: left }) => ({
          probe: `wall clock of ${name}`,
          expected: 'that of the machine',
          observed: left === 0 ? tell(offMs) : `set to be off by ${left / 1000} s`,
          ok: left === 0 && Math.abs(offMs) < toleranceMs,
        })),
    }),
  };
}

const tell = (offMs: number) =>
  `${Math.abs(offMs / 1000).toFixed(1)} s ${offMs < 0 ? 'behind' : 'ahead'} of the machine's`;
