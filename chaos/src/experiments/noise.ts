import type { FaultName } from '../faults/index.js';
import type { ScheduledFault } from '../schedules/schedule.js';
import type { Experiment } from './experiment.js';
import { enduring, usual } from './usual.js';

/** What happens in any night, for so long: with what it takes to begin and to end each, none stands for more than five seconds. */
const troubles: readonly (readonly [FaultName, lastsSeconds: number])[] = [
  ['database-pause', 4],
  ['latency', 3],
  ['partition', 2],
  ['instance-pause', 4],
  ['database-pause', 3],
  ['latency', 4],
  ['partition', 4],
  ['instance-pause', 2],
];
const everySeconds = 15;

const night: readonly ScheduledFault[] = troubles.map(([fault, lastsSeconds], index) => ({
  fault,
  where: 'primary',
  startsAfterSeconds: index * everySeconds,
  lastsSeconds,
}));

/** While a database stands still nobody is served; that is what there are error budgets for, and no reason to move a region. */
export const noiseExperiment: Experiment = {
  ...usual,
  title: 'A noisy night',
  hypothesis:
    'Pauses of up to five seconds, spikes of latency and moments without a way between two regions are no reason for a failover, and lose nothing.',
  fault: 'database-pause',
  claims: [],
  expectations: ['expectation.no-failover', 'expectation.no-loss'],
  watch: {
    for: 'schedule',
    faults: night,
    afterUndoSeconds: enduring.afterUndoSeconds,
    abortBelowGoodRatio: 0,
  },
  pricePairs: 0,
};
