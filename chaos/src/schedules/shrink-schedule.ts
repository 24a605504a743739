import { type Catalogue, conflict, schedulable } from './schedulable.js';
import { endSecondsOf, inOrder, overlap, type Schedule, type ScheduledFault } from './schedule.js';
import { type RunSchedule, type ScheduleRun, tryOut } from './trial.js';

export interface ShrinkOptions {
  readonly run: RunSchedule;
  /** What the schedule broke: a smaller one must break some of the same, or it is another failure. */
  readonly broken: readonly string[];
  /** Runs of all candidates together, repetitions included. */
  readonly mostRuns: number;
  /** No fault is tried for less. */
  readonly leastLastsSeconds: number;
  readonly catalogue?: Catalogue;
  /** Asked before each candidate. */
  readonly isOver?: () => boolean;
  /** Told of each candidate that was tried. */
  readonly onTried?: (candidate: Schedule, fails: boolean) => void;
}

export interface Shrunk {
  readonly schedule: Schedule;
  readonly runs: readonly ScheduleRun[];
  /** Of how many runs of the shortest one how many failed; of none when nothing shorter failed. */
  readonly confirmed: { readonly failures: number; readonly runs: number } | undefined;
  /** Nothing smaller that could be tried fails. False when the runs were used up before that was known, or some could not be judged. */
  readonly isMinimal: boolean;
}

/**
 * The shortest schedule that still fails, by delta debugging: faults are dropped, halves first, then made shorter, then moved apart, then
 * brought forward, until nothing of this leaves a failure. A candidate only replaces what it came from when it fails twice.
 * Source: A. Zeller, R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28 (2002), algorithm ddmin.
 */
export async function shrinkSchedule(failing: Schedule, options: ShrinkOptions): Promise<Shrunk> {
  const { mostRuns, catalogue = schedulable, leastLastsSeconds } = options;
  const runs: ScheduleRun[] = [];
  const tried = new Set<string>([keyOf(failing)]);
  let current = failing;
  let confirmed: Shrunk['confirmed'];
  let isUsedUp = false;
  let isUnsure = false;

  /** Takes the candidate when it fails. Never tries one twice, nor one that cannot be. */
  const take = async (candidate: Schedule): Promise<boolean> => {
    if (tried.has(keyOf(candidate)) || !isPossible(candidate, catalogue)) return false;
    // What fails has to fail twice; with one run left nothing can be learned.
    if (runs.length + 2 > mostRuns || options.isOver?.() === true) {
      isUsedUp = true;
      return false;
    }
    tried.add(keyOf(candidate));
    const trial = await tryOut(candidate, options.run, {
      alike: options.broken,
      budget: mostRuns - runs.length,
    });
    runs.push(...trial.runs);
    const fails = trial.outcome === 'fails';
    if (trial.outcome === 'inconclusive') isUnsure = true;
    options.onTried?.(candidate, fails);
    if (!fails) return false;
    current = candidate;
    confirmed = { failures: trial.failures, runs: trial.runs.length };
    return true;
  };

  for (let isSmaller = true; isSmaller && !isUsedUp; ) {
    isSmaller = false;
    for (const pass of [dropHalves, dropOne, shorten(leastLastsSeconds), moveApart, bringForward]) {
      const candidates = pass(current);
      let next = candidates.next(false);
      while (next.done !== true && !isUsedUp) {
        const isTaken = await take(next.value);
        isSmaller ||= isTaken;
        next = candidates.next(isTaken);
      }
    }
  }
  return { schedule: current, runs, confirmed, isMinimal: !isUsedUp && !isUnsure };
}

/** Yields candidates, and is told of each whether it has replaced what it was made from. */
type Pass = (schedule: Schedule) => Generator<Schedule, void, boolean>;

const dropHalves: Pass = function* (schedule) {
  for (let { faults } = schedule; faults.length >= 4; ) {
    const middle = Math.ceil(faults.length / 2);
    const halves = [faults.slice(0, middle), faults.slice(middle)];
    let failing: readonly ScheduledFault[] | undefined;
    for (const half of halves) {
      if (yield { faults: half }) {
        failing = half;
        break;
      }
    }
    if (failing === undefined) return;
    faults = failing;
  }
};

const dropOne: Pass = function* ({ faults }) {
  let left = faults;
  for (const it of faults) {
    const others = left.filter((other) => other !== it);
    if (others.length > 0 && (yield { faults: others })) left = others;
  }
};

/** Between a time that is too short and one that is not, it is looked no further than this. */
const exactEnoughSeconds = 4;

/** To the least, or by bisection. */
const shorten = (least: number): Pass =>
  function* ({ faults }) {
    let current = faults;
    for (const fault of faults) {
      let now = fault;
      let tooShort = least - 1;
      for (let seconds = least; seconds < now.lastsSeconds; ) {
        const shorter = { ...now, lastsSeconds: seconds };
        const candidate = replaced(current, now, shorter);
        if (yield candidate) {
          current = candidate.faults;
          now = shorter;
        } else tooShort = seconds;
        if (now.lastsSeconds - tooShort <= exactEnoughSeconds) break;
        seconds = Math.floor((tooShort + now.lastsSeconds) / 2);
      }
    }
  };

/** Faults that need not be in place together are easier to understand. */
const moveApart: Pass = function* ({ faults }) {
  for (const [index, later] of faults.entries()) {
    for (const earlier of faults.slice(0, index)) {
      if (!overlap(earlier, later)) continue;
      const moved = { ...later, startsAfterSeconds: endSecondsOf(earlier) + apartSeconds };
      // What follows was made from what is no longer current.
      if (yield replaced(faults, later, moved)) return;
    }
  }
};

/** Two windows of ten seconds, so that what the one fault did is over in the clients' figures. */
const apartSeconds = 20;

/** All of them, by as long as nothing happens before the first. */
const bringForward: Pass = function* ({ faults }) {
  const first = Math.min(...faults.map(({ startsAfterSeconds }) => startsAfterSeconds));
  if (first > 0)
    yield {
      faults: faults.map((it) => ({ ...it, startsAfterSeconds: it.startsAfterSeconds - first })),
    };
};

function replaced(faults: readonly ScheduledFault[], it: ScheduledFault, by: ScheduledFault): Schedule {
  return { faults: inOrder(faults.map((fault) => (fault === it ? by : fault))) };
}

const keyOf = (schedule: Schedule) => JSON.stringify(inOrder(schedule.faults).map(Object.entries));

const isPossible = ({ faults }: Schedule, catalogue: Catalogue) =>
  !faults.some((it, index) =>
    faults.slice(0, index).some((other) => overlap(it, other) && conflict(it.fault, other.fault, catalogue)),
  );
