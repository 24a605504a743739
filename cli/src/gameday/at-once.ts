import { type Experiment, isLight, needsWarmth, watchedSeconds } from '@attest/chaos';
import type { Machine } from '@attest/evidence';
import { Mutex, Semaphore } from 'async-mutex';

/** A run that waits for its turn on the machine. */
export interface Waiting {
  /** Whole ones, of all the places that there are. */
  readonly places: number;
  /** It starts instances of a second revision while it is under load. */
  readonly rollout: boolean;
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
 * 18 %, with the usual 26 requests a second (one of them an image) 44 %, with a rollout's 60 53 %; to come up takes one 7 s of a
 * core. With four on two cores, clients were not served for some seconds in 3 of 52 experiments.
 */
export const placesOn = ({ cpus, memoryMib }: Pick<Machine, 'cpus' | 'memoryMib'>): number =>
  Math.max(1, Math.min(Math.floor(1.5 * cpus), Math.floor(memoryMib / mibPerPlace)));

/** A platform takes one place under a light load, and two under another, or when its fault adds to the load. */
export function waitingOf(experiment: Experiment): Waiting {
  const { load, watch, addsLoad = false } = experiment;
  return {
    places: isLight(load) && !addsLoad ? 1 : 2,
    rollout: watch.for === 'rollout',
    seconds: watchedSeconds(watch),
    warmed: needsWarmth(experiment),
  };
}

/** So many of the places may be taken by rollouts: where three of two cores were, and a fourth began, clients were not served for seconds. */
const forRollouts = (places: number) => Math.ceil(places / 2);

/**
 * Carries out runs beside each other. One after the other comes up, the next while those before it are under load, so that one is ready
 * whenever there is room: a start takes all that a machine has left.
 *
 * @returns the outcomes, in the order of `runs`; when one rejects, the others still end, and no other is begun
 */
export async function atOnce<R extends Waiting, T>(
  runs: readonly R[],
  places: number,
  carryOut: (run: R, turn: Turn) => Promise<T>,
): Promise<Map<R, T>> {
  const waiting = places === 1 ? [...runs] : inGoodOrder(runs);
  const door = new Mutex();
  const room = new Semaphore(places);
  const roomForRollouts = new Semaphore(forRollouts(places));
  const outcomes = new Map<R, T>();
  const failures: unknown[] = [];

  const takenBy = (run: R) => Math.min(run.places, places);
  /** The first that fits into what is free; where nothing is, the first that may follow what ends. */
  const takeNext = () => {
    const free = room.getValue() || places;
    const next = waiting.findIndex(
      (run) => takenBy(run) <= free && !(run.rollout && roomForRollouts.isLocked()),
    );
    return waiting.splice(Math.max(next, 0), 1)[0] as R;
  };
  const inTurn = async () => {
    const letNextComeUp = await door.acquire();
    const run = takeNext();
    const granted: Promise<() => void>[] = [];
    const take = (from: Semaphore, weight: number) =>
      granted.push(from.acquire(weight).then(([, giveBack]) => giveBack));
    const isUp = async () => {
      if (run.rollout) take(roomForRollouts, 1);
      take(room, takenBy(run));
      await Promise.all(granted);
      letNextComeUp();
    };
    const isDone = () => {
      for (const place of granted) void place.then((giveBack) => giveBack());
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
  await Promise.all(runs.map(inTurn));
  if (failures.length > 0) throw failures[0];
  return new Map(runs.map((run) => [run, outcomes.get(run) as T]));
}

/**
 * What takes most room begins, for later it would have to wait until enough is free at once. Then rollouts, for which only some of the
 * places are, and what may last longest, so that the others fill the time. What is warmed takes turns with what is not, for two after
 * each other come up more slowly than places become free, and goes early, while rollouts keep places taken.
 */
function inGoodOrder<R extends Waiting>(runs: readonly R[]): R[] {
  const byLength = runs.toSorted((one, other) => other.seconds - one.seconds);
  const large = byLength.filter(({ places }) => places > 1);
  const rollouts = byLength.filter(({ places, rollout }) => places === 1 && rollout);
  const others = byLength.filter(({ places, rollout }) => places === 1 && !rollout);
  const inTurns = [others.filter(({ warmed }) => !warmed), others.filter(({ warmed }) => warmed)]
    .flatMap((group) => group.map((run, turn) => ({ run, turn })))
    .toSorted((one, other) => one.turn - other.turn);
  return [...large, ...rollouts, ...inTurns.map(({ run }) => run)];
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
