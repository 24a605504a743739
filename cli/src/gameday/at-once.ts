import { type Experiment, watchedSeconds } from '@attest/chaos';
import type { Machine } from '@attest/evidence';
import { Mutex } from 'async-mutex';

/** A run that waits for its turn on the machine. */
export interface Waiting {
  /** Whole ones, of all the places that there are; one that wants more than there are gets all. */
  readonly places: number;
  /** For how long it may be watched. */
  readonly seconds: number;
}

/** A platform under load takes 1.5 GiB of memory, and something has to be left to the rest. */
const mibPerPlace = 3072;

/**
 * As many platforms with the usual load as a machine bears, while one more comes up. Of two cores, which are 200 %, one without load took
 * 18 %, with the usual 26 requests a second (one of them an image) 44 %, with 60 about as much, with 120 75 %; to come up takes one
 * 7 s of a core. With four on two cores, clients were not served for some seconds in 3 of 52 experiments.
 */
export const placesOn = ({ cpus, memoryMib }: Pick<Machine, 'cpus' | 'memoryMib'>): number =>
  Math.max(1, Math.min(Math.floor(1.5 * cpus), Math.floor(memoryMib / mibPerPlace)));

/** Up to so many requests a second, a platform takes one place, and with more two. */
const mostPerPlace = 60;

export function waitingOf({ load, watch, alone = false }: Experiment): Waiting {
  const perSecond = load.writesPerSecond + load.gpuWritesPerSecond + load.readsPerSecond;
  const places = alone ? Number.POSITIVE_INFINITY : perSecond <= mostPerPlace ? 1 : 2;
  return { places, seconds: watchedSeconds(watch) };
}

/**
 * Carries out runs beside each other: of those that there is room for the one that takes most of it, and of several the one that may
 * last longest, so that the others fill the time. One after the other comes up: that takes a machine whole, and what a platform
 * carries is measured then.
 *
 * @param carryOut calls `isUp` once its platform is up and measured
 * @returns the outcomes, in the order of `runs`; when one rejects, the others still end, and no other is begun
 */
export async function atOnce<R extends Waiting, T>(
  runs: readonly R[],
  places: number,
  carryOut: (run: R, isUp: () => void) => Promise<T>,
): Promise<Map<R, T>> {
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
  const waiting = places === 1 ? [...runs] : runs.toSorted(largestFirst);
  let free = places;
  const takenBy = (run: R) => Math.min(run.places, places);
  const fill = async (): Promise<void> => {
    const next = waiting.findIndex((run) => takenBy(run) <= free);
    if (next === -1) return;
    const [run] = waiting.splice(next, 1) as [R];
    free -= takenBy(run);
    const ended = inTurn(run).then(() => {
      free += takenBy(run);
      return fill();
    });
    await Promise.all([ended, fill()]);
  };
  await fill();
  if (failures.length > 0) throw failures[0];
  return new Map(runs.map((run) => [run, outcomes.get(run) as T]));
}

const largestFirst = (one: Waiting, other: Waiting) =>
  one.places === other.places ? other.seconds - one.seconds : other.places - one.places;

/**
 * What could not be judged among others is carried out once more, one after the other and alone. What broke is not: that it
 * might have been the others is for people to find out.
 */
export async function againAlone<R, T>(
  outcomes: ReadonlyMap<R, T>,
  isUnclear: (outcome: T) => boolean,
  carryOut: (run: R) => Promise<T>,
): Promise<Map<R, T>> {
  const all = new Map(outcomes);
  for (const [run, outcome] of outcomes) if (isUnclear(outcome)) all.set(run, await carryOut(run));
  return all;
}
