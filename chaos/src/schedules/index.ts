export { type DrawLimits, drawSchedule, usualDrawLimits } from './draw-schedule.js';
export { schedulable } from './schedulable.js';
export { describeFault, type Schedule, type ScheduledFault } from './schedule.js';
export { scheduleDecides, scheduleExperiment, scheduleExperimentName } from './schedule-experiment.js';
export { scheduleProblems } from './schedule-problems.js';
export { type SearchedSchedule, searchSchedules } from './search-schedules.js';
export { type Shrunk, shrinkSchedule } from './shrink-schedule.js';
export { type RunSchedule, type ScheduleRun, type Trial, tryOut } from './trial.js';
