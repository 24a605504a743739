import type { Experiment } from './experiment.js';

/**
 * Requests a second that whatever carries the platform at all carries as well. Of one core, 60 of a rollout, which are mostly reads, took
 * little more than the usual 26, of which most are writes (53 and 44 %), and 120 took 75 %.
 */
const light = 60;

type Load = Experiment['load'];

export function ratePerSecond({ writesPerSecond, gpuWritesPerSecond, readsPerSecond }: Load): number {
  return writesPerSecond + gpuWritesPerSecond + readsPerSecond;
}

export const isLight = (load: Load): boolean => ratePerSecond(load) <= light;

/** A light load warms those who serve it while it grows, and only a failover sends it to others. */
export const needsWarmth = ({ load, watch }: Pick<Experiment, 'load' | 'watch'>): boolean =>
  !isLight(load) || watch.for === 'failover';
