import type { FaultName } from '../faults/index.js';
import type { Experiment } from './experiment.js';

/** Every time that a fault is injected, in order; of most experiments once. */
export const faultsOf = ({ fault, watch }: Pick<Experiment, 'fault' | 'watch'>): readonly FaultName[] =>
  watch.for === 'schedule' ? watch.faults.map((it) => it.fault) : [fault];
