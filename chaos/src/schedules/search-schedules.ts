import { type DrawLimits, drawSchedule, usualDrawLimits } from './draw-schedule.js';
import { type Catalogue, schedulable } from './schedulable.js';
import type { Schedule } from './schedule.js';
import { type Shrunk, shrinkSchedule } from './shrink-schedule.js';
import { type RunSchedule, type Trial, tryOut } from './trial.js';

export interface SearchOptions {
  readonly seed: string;
  /** So many schedules are drawn. */
  readonly schedules: number;
  readonly run: RunSchedule;
  /** Runs that may be spent on shrinking one that fails. */
  readonly shrinkRuns: number;
  readonly limits?: DrawLimits;
  readonly catalogue?: Catalogue;
  /** Asked before each schedule, and each candidate of a shorter one. */
  readonly isOver?: () => boolean;
  readonly onDrawn?: (number: number, schedule: Schedule) => void;
  readonly onShrinking?: (number: number, trial: Trial) => void;
}

export interface SearchedSchedule {
  /** Of the draws of the seed, from 1. */
  readonly number: number;
  readonly schedule: Schedule;
  readonly trial: Trial;
  /** Only of one that fails. */
  readonly shrunk?: Shrunk;
}

/** Draws schedules and runs each; what fails, and fails again, is shrunk. The first failure does not end the search. */
export async function searchSchedules(options: SearchOptions): Promise<readonly SearchedSchedule[]> {
  const { seed, schedules, run, shrinkRuns, limits = usualDrawLimits, catalogue = schedulable } = options;
  const found: SearchedSchedule[] = [];
  for (let number = 1; number <= schedules && options.isOver?.() !== true; number += 1) {
    const schedule = drawSchedule(seed, number, limits, catalogue);
    options.onDrawn?.(number, schedule);
    const trial = await tryOut(schedule, run);
    if (trial.outcome !== 'fails') {
      found.push({ number, schedule, trial });
      continue;
    }
    options.onShrinking?.(number, trial);
    const shrunk = await shrinkSchedule(schedule, {
      run,
      broken: trial.broken,
      mostRuns: shrinkRuns,
      leastLastsSeconds: limits.leastLastsSeconds,
      catalogue,
      ...(options.isOver === undefined ? {} : { isOver: options.isOver }),
    });
    found.push({ number, schedule, trial, shrunk });
  }
  return found;
}
