import type { FaultName } from '../faults/index.js';

/** The region that a fault strikes: the one that is primary when the run begins, or the one that may take over from it. */
export type Where = 'primary' | 'takeover';

export interface ScheduledFault {
  readonly fault: FaultName;
  readonly where: Where;
  /** Counted from the steady state. */
  readonly startsAfterSeconds: number;
  /** Counted from when it is proven to be in place. */
  readonly lastsSeconds: number;
}

/** Which faults strike where, when and for how long; they may overlap. As data, so that it can be kept and run again. */
export interface Schedule {
  readonly faults: readonly ScheduledFault[];
}

export const endSecondsOf = ({ startsAfterSeconds, lastsSeconds }: ScheduledFault): number =>
  startsAfterSeconds + lastsSeconds;

/** Two faults that are in place at the same time, as planned. */
export const overlap = (one: ScheduledFault, other: ScheduledFault): boolean =>
  one.startsAfterSeconds < endSecondsOf(other) && other.startsAfterSeconds < endSecondsOf(one);

/** In the order in which they begin. */
export function inOrder(faults: readonly ScheduledFault[]): ScheduledFault[] {
  return faults.toSorted(
    (a, b) =>
      a.startsAfterSeconds - b.startsAfterSeconds ||
      a.fault.localeCompare(b.fault) ||
      a.where.localeCompare(b.where),
  );
}

/** One phrase a fault, as it is told to people. */
export const describeFault = (it: ScheduledFault): string =>
  `${it.fault} in the ${it.where} region from ${it.startsAfterSeconds} s on for ${it.lastsSeconds} s`;
