import { type Catalogue, conflict, schedulable, schedulableFaults } from './schedulable.js';
import { inOrder, overlap, type Schedule, type ScheduledFault } from './schedule.js';
import { seeded } from './seeded.js';

export interface DrawLimits {
  readonly leastFaults: number;
  readonly mostFaults: number;
  /** Faults begin within so long. */
  readonly withinSeconds: number;
  readonly leastLastsSeconds: number;
  readonly mostLastsSeconds: number;
}

/** Close enough together for most faults to meet another, and short enough for a run of a few minutes. */
export const usualDrawLimits: DrawLimits = {
  leastFaults: 2,
  mostFaults: 4,
  withinSeconds: 30,
  leastLastsSeconds: 5,
  mostLastsSeconds: 25,
};

/** Where two faults cannot meet, another one is drawn; a crowded schedule has fewer. */
const drawsPerFault = 10;

/** The schedule of this number of a seed: the same on every machine, whatever was drawn before. */
export function drawSchedule(
  seed: string,
  number: number,
  limits: DrawLimits = usualDrawLimits,
  catalogue: Catalogue = schedulable,
): Schedule {
  const random = seeded(`${seed} schedule ${number}`);
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const candidates = schedulableFaults(catalogue);
  const wanted = whole(limits.leastFaults, limits.mostFaults);
  const faults: ScheduledFault[] = [];
  for (let draws = 0; faults.length < wanted && draws < wanted * drawsPerFault; draws += 1) {
    const candidate = candidates[whole(0, candidates.length - 1)];
    const where = candidate?.where[whole(0, candidate.where.length - 1)];
    if (candidate === undefined || where === undefined) break;
    const drawn: ScheduledFault = {
      fault: candidate.fault,
      where,
      startsAfterSeconds: whole(0, limits.withinSeconds),
      lastsSeconds: whole(limits.leastLastsSeconds, limits.mostLastsSeconds),
    };
    if (!faults.some((it) => overlap(it, drawn) && conflict(it.fault, drawn.fault, catalogue)))
      faults.push(drawn);
  }
  return { faults: inOrder(faults) };
}
