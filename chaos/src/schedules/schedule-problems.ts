import { conflict, schedulable } from './schedulable.js';
import { describeFault, endSecondsOf, overlap, type Schedule } from './schedule.js';

/** What is in the way of running it; each as `path: problem`. */
export function scheduleProblems({ faults }: Schedule): string[] {
  if (faults.length === 0) return ['faults: there are none; a schedule without a fault proves nothing'];
  return faults.flatMap((it, index) => {
    const path = `faults[${index}]`;
    const known = Object.hasOwn(schedulable, it.fault) ? schedulable[it.fault] : undefined;
    if (known === undefined) return [`${path}.fault: there is no fault ${it.fault}`];
    if ('because' in known) return [`${path}.fault: ${it.fault} is in no schedule: ${known.because}`];
    const problems: string[] = [];
    if (!known.where.includes(it.where))
      problems.push(`${path}.where: ${it.fault} strikes ${known.where.join(' or ')} only`);
    if (endSecondsOf(it) > longestScheduleSeconds)
      problems.push(
        `${path}: ends after ${endSecondsOf(it)} s; a schedule lasts ${longestScheduleSeconds} s at most`,
      );
    for (const other of faults.slice(0, index))
      if (overlap(it, other) && conflict(it.fault, other.fault))
        problems.push(
          `${path}: ${describeFault(it)} cannot be in place together with ${describeFault(other)}`,
        );
    return problems;
  });
}

/** The load of a game day ends by itself after ten minutes, and a platform has to be watched before and after. */
export const longestScheduleSeconds = 300;
