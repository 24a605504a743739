import { type Experiment, isLight, needsWarmth, watchedSeconds } from '@attest/chaos';
import type { Machine } from '@attest/evidence';
import { Mutex, Semaphore } from 'async-mutex';

/** A run that waits for its turn on the machine. */
export interface Waiting {
  /** Whole ones, of all the places that there are. One that wants more than there are is alone. */
  readonly places: number;
  /** For how long it may be watched. */
  readonly seconds: number;
  /** Its platform is not only started but made warm as well, which takes twice as long or longer. */
  readonly warmed: boolean;
}

/** What a run says of itself while it is carried out. */
export interface Turn {
  /** Its platform is up. @returns once there is room for its load */
  readonly isUp: () => Promise<void>;
  /** Its load has ended: what follows leaves room for others. */
  readonly isDone: () => void;
}

/** A platform takes 1.5 GiB of memory, one is coming up and another going away, and something has to be left to the rest. */
const mibPerPlace = 3072;

/**
 * As many platforms with the usual load as a machine bears, while one more comes up. Of two cores, which are 200 %, one without load took
 * 18 %, with the usual 26 requests a second (one of them an image) 44 %, with 60 of a rollout about as much; to come up takes one
 * 7 s of a core. With four on two cores, clients were not served for some seconds in 3 of 52 experiments.
 */
export const placesOn = ({ cpus, memoryMib }: Pick<Machine, 'cpus' | 'memoryMib'>): number =>
  Math.max(1, Math.min(Math.floor(1.5 * cpus), Math.floor(memoryMib / mibPerPlace)));

/** A platform takes one place under a light load, and two under another. */
export function waitingOf(experiment: Experiment): Waiting {
  const { load, watch, alone = false } = experiment;
  const places = alone ? Number.POSITIVE_INFINITY : isLight(load) ? 1 : 2;
  return { places, seconds: watchedSeconds(watch), warmed: needsWarmth(experiment) };
}

/**
 * Carries out runs beside each other. One after the other comes up, the next while those before it are under load, so that one is ready
 * whenever there is room: a start takes all that a machine has left. What has to be alone comes up alone as well.
 *
 * @returns the outcomes, in the order of `runs`; when one rejects, the others still end, and no other is begun
 */
export async function atOnce<R extends Waiting, T>(
  runs: readonly R[],
  places: number,
  carryOut: (run: R, turn: Turn) => Promise<T>,
): Promise<Map<R, T>> {
  const door = new Mutex();
  const room = new Semaphore(places);
  const outcomes = new Map<R, T>();
  const failures: unknown[] = [];
  const inTurn = async (run: R) => {
    const letNextComeUp = await door.acquire();
    let granted: Promise<() => void> | undefined;
    const isDone = () => void granted?.then((release) => release());
    const isUp = async () => {
      granted = room.acquire(Math.min(run.places, places)).then(([, release]) => release);
      await granted;
      if (run.places <= places) letNextComeUp();
    };
    try {
      if (failures.length === 0) outcomes.set(run, await carryOut(run, { isUp, isDone }));
    } catch (error) {
      failures.push(error);
    } finally {
      isDone();
      letNextComeUp();
    }
  };
  await Promise.all((places === 1 ? runs : inGoodOrder(runs)).map(inTurn));
  if (failures.length > 0) throw failures[0];
  return new Map(runs.map((run) => [run, outcomes.get(run) as T]));
}

/**
 * What takes most room begins, for later it would have to wait until enough is free at once. Then what may last longest, so that the others
 * fill the time; what is warmed is spread among them, for two of it after each other come up more slowly than places become free.
 */
function inGoodOrder<R extends Waiting>(runs: readonly R[]): readonly R[] {
  const byRoom = runs.toSorted((one, other) =>
    one.places === other.places ? other.seconds - one.seconds : other.places - one.places,
  );
  const large = byRoom.filter(({ places }) => places > 1);
  const small = byRoom.filter(({ places }) => places === 1);
  const spread = [small.filter(({ warmed }) => warmed), small.filter(({ warmed }) => !warmed)]
    .flatMap((group) => group.map((run, index) => ({ run, at: (index + 0.5) / group.length })))
    .toSorted((one, other) => one.at - other.at);
  return [...large, ...spread.map(({ run }) => run)];
}

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
