import type { Experiment } from '../experiments/experiment.js';
import { enduring, unharmed, usual } from '../experiments/usual.js';
import { describeFault, type Schedule } from './schedule.js';

/** Runs of schedules are kept under this name. */
export const scheduleExperimentName = 'schedule';

/** What every schedule must leave unharmed: each of its faults is one that clients should hardly notice. */
export const scheduleDecides = { claims: [], expectations: unharmed } satisfies Partial<Experiment>;

export function scheduleExperiment(schedule: Schedule): Experiment {
  const { faults } = schedule;
  const [first] = faults;
  if (first === undefined) throw new RangeError('a schedule has at least one fault');
  return {
    ...usual,
    ...scheduleDecides,
    title: `A schedule of ${faults.length} faults`,
    hypothesis: `Clients are served, nobody fails over and nothing is lost through ${faults.map(describeFault).join('; ')}.`,
    fault: first.fault,
    watch: {
      for: 'schedule',
      faults,
      afterUndoSeconds: enduring.afterUndoSeconds,
      abortBelowGoodRatio: enduring.abortBelowGoodRatio,
    },
  };
}
