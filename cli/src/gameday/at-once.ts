import type { Experiment } from '@attest/chaos';
import { Mutex, Semaphore } from 'async-mutex';

/** A run that waits for its turn on the machine. */
export interface Waiting {
  /** Of all the places that there are; one that wants more than there are gets all. */
  readonly places: number;
  /** For how long it may be watched. */
  readonly seconds: number;
}

/** On two cores, four platforms with the usual load of 26 requests a second bear each other; one with 218 bears no other. */
const requestsPerPlace = 60;

export function waitingOf({ load, watch }: Experiment): Waiting {
  const perSecond = load.writesPerSecond + load.gpuWritesPerSecond + load.readsPerSecond;
  const places = Math.ceil(perSecond / requestsPerPlace);
  if (watch.for === 'rollout') return { places, seconds: watch.patienceSeconds };
  return { places, seconds: watch.for === 'endurance' ? watch.seconds : 0 };
}

/**
 * Carries out runs beside each other, those that may last longest first, so that the others fill the time. One after the other
 * comes up: that takes a machine whole, and what a platform carries is measured then.
 *
 * @param carryOut calls `isUp` once its platform is up and measured
 * @returns the outcomes in the order of `runs`; when one rejects, the others still end, and no other is begun
 */
export async function atOnce<R extends Waiting, T>(
  runs: readonly R[],
  places: number,
  carryOut: (run: R, isUp: () => void) => Promise<T>,
): Promise<T[]> {
  const room = new Semaphore(places);
  const door = new Mutex();
  const outcomes = new Map<R, T>();
  const failures: unknown[] = [];
  const inTurn = async (run: R) => {
    const isUp = await door.acquire();
    try {
      if (failures.length === 0) outcomes.set(run, await carryOut(run, isUp));
    } catch (error) {
      failures.push(error);
    } finally {
      isUp();
    }
  };
  const ordered = places === 1 ? runs : runs.toSorted((one, other) => other.seconds - one.seconds);
  await Promise.all(ordered.map((run) => room.runExclusive(() => inTurn(run), Math.min(run.places, places))));
  if (failures.length > 0) throw failures[0];
  return runs.map((run) => outcomes.get(run) as T);
}
