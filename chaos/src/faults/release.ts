import type { Release } from '../target/index.js';
import { driver, missingDriver } from './driver.js';
import type { Fault } from './fault.js';

/**
 * Rollouts last so many times less than the catalog says: 90 minutes become ten. What the judge needs is traffic, of which there is
 * enough; the waiting is not what is tested. CPU is compared only while instances of both revisions get about as many requests, which
 * is at 50 %, and takes thirteen looks: at five seconds a look, that stage must last longer than a minute.
 */
export const timeFactor = 9;

/** So long each environment serves everything: five looks once the last requests of the other are answered and counted. */
const switchSeconds = 35;

const asCanary =
  'a deployment of a revision with this defect through the pipeline, as a canary of Argo Rollouts or Flagger';

/** A rollout of a revision with this defect; without any it is what happens every week, and must end well. */
const release = (
  title: string,
  { defect = {}, strategy = { kind: 'canary', timeFactor }, migrates = false }: Partial<Release> = {},
  elsewhere = asCanary,
): Fault => ({
  title,
  elsewhere,
  missing: (target) => missingDriver(target, 'releases'),
  inject: (target) => driver(target, 'releases').begin({ defect, strategy, migrates }),
  prove: (target) => driver(target, 'releases').proveBegun(),
  undo: (target) => driver(target, 'releases').withdraw(),
  proveUndone: (target) => driver(target, 'releases').proveSettled(),
});

export const releaseFaults = {
  'good-release': release('a new revision without a defect is rolled out'),
  'release-with-errors': release('a new revision that answers one request in five with 500 is rolled out', {
    defect: { errorRatio: 0.2 },
  }),
  'slow-release': release('a new revision that answers half as fast is rolled out', {
    defect: { latencyFactor: 2 },
  }),
  // Of the canary's requests one in twenty is enough to break a promise about the 99th percentile; later than 2 s the edge answers.
  'late-release': release('a new revision that answers one request in ten 1.2 s late is rolled out', {
    defect: { late: { ratio: 0.1, ms: 1200 } },
  }),
  // Enough to be seen beside a busy baseline, and little enough to leave processors to the clients, also in a third of two cores: three
  // instances that burned 0.15 of one each did not.
  'release-with-cpu-leak': release('a new revision that burns more CPU with every minute is rolled out', {
    defect: { cpuLeak: { coresPerMinute: 0.05, maxCores: 0.1 } },
  }),
  'migrating-release': release(
    'a new revision is rolled out that stores more, for which its tables are changed',
    { migrates: true },
    'a deployment with an expand migration before it (`prisma migrate deploy`) and a contract migration after it',
  ),
  'migrating-release-with-errors': release(
    'a new revision is rolled out that stores more, for which its tables are changed, and that answers one request in five with 500',
    { migrates: true, defect: { errorRatio: 0.2 } },
    'a deployment of a revision with this defect, with an expand migration before it',
  ),
  'blue-green-switch': release(
    'all of the traffic is switched to a second environment, and back',
    { strategy: { kind: 'blue-green', seconds: switchSeconds } },
    'a blue-green Rollout of Argo Rollouts, promoted and then undone; on Vercel `vercel promote` and `vercel rollback`',
  ),
} as const satisfies Readonly<Record<string, Fault>>;

export type ReleaseFaultName = keyof typeof releaseFaults;
