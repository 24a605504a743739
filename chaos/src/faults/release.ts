import type { ReleaseDefect } from '../target.js';
import { driver, missingDriver } from './driver.js';
import type { Fault } from './fault.js';

/**
 * Rollouts last so many times less than the catalog says: 90 minutes become four and a half. What the judge needs is traffic, of which
 * there is enough; the waiting is not what is tested.
 */
export const timeFactor = 20;

/**
 * CPU is compared only while instances of both revisions get about as many requests, which is at 50 %, and takes thirteen looks: at five
 * seconds a look, that stage must last longer than a minute.
 */
export const timeFactorForCpu = 9;

/** A rollout of a revision with this defect; without any it is what happens every week, and must end well. */
const release = (title: string, defect: ReleaseDefect, factor = timeFactor): Fault => ({
  title,
  elsewhere:
    'a deployment of a revision with this defect through the pipeline, as a canary of Argo Rollouts or Flagger',
  missing: (target) => missingDriver(target, 'releases'),
  inject: (target) => driver(target, 'releases').begin({ defect, timeFactor: factor }),
  prove: (target) => driver(target, 'releases').proveBegun(),
  undo: (target) => driver(target, 'releases').withdraw(),
  proveUndone: (target) => driver(target, 'releases').proveSettled(),
});

export const releaseFaults = {
  'good-release': release('a new revision without a defect is rolled out', {}),
  'release-with-errors': release('a new revision that answers one request in five with 500 is rolled out', {
    errorRatio: 0.2,
  }),
  'slow-release': release('a new revision that answers half as fast is rolled out', { latencyFactor: 2 }),
  // Enough to be seen beside a busy baseline, and little enough to leave the machine to the others.
  'release-with-cpu-leak': release(
    'a new revision that burns more CPU with every minute is rolled out',
    { cpuLeak: { coresPerMinute: 0.05, maxCores: 0.2 } },
    timeFactorForCpu,
  ),
} as const satisfies Readonly<Record<string, Fault>>;

export type ReleaseFaultName = keyof typeof releaseFaults;
