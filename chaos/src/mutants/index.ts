import type { WhatIf } from '../experiments/index.js';
import type { Mutant } from './mutant.js';

export type { Mutant } from './mutant.js';

export type MutantName =
  | 'asynchronous-replication'
  | 'local-commit'
  | 'acknowledged-before-commit'
  | 'cancelled-wait'
  | 'restart-with-waiting-commits'
  | 'laggard-promoted'
  | 'no-fencing'
  | 'outbox-dropped'
  | 'job-acknowledged-early'
  | 'duplicate-webhook'
  | 'idempotency-keys-lost'
  | 'errors-as-success'
  | 'reader-on-the-old-primary'
  | 'unknown-as-ok';

const inRegionLoss = (whatIf: WhatIf) => ({ experiment: 'region-loss', whatIf }) as const;
/** The old primary lives through it, and can be reached from everywhere but beside it. */
const inHighErrorRate = (whatIf: WhatIf) => ({ experiment: 'high-error-rate', whatIf }) as const;
/** Seen whatever happens: the least that can be done to a platform will do. */
const inInstanceKill = (whatIf: WhatIf) => ({ experiment: 'instance-kill', whatIf }) as const;

/** Every one of them has to be found: a checker that has caught no liar has shown nothing. */
export const mutants = {
  'asynchronous-replication': {
    title: 'commits wait for no standby',
    caughtBy: 'lost',
    onBed: inRegionLoss({ replication: 'async' }),
  },
  'local-commit': {
    title: 'services set synchronous_commit=local for themselves',
    caughtBy: 'lost',
    onBed: inRegionLoss({ commit: 'local' }),
  },
  'acknowledged-before-commit': {
    title: 'a write is acknowledged before it is stored',
    caughtBy: 'lost',
    onBed: inRegionLoss({ answers: 'early' }),
  },
  // PostgreSQL ends the wait with a WARNING and reports success; a driver shows only a notice.
  'cancelled-wait': {
    title: 'the wait for a standby is cancelled, and the warning ignored',
    caughtBy: 'lost',
    onBed: inRegionLoss({ commit: 'cancelled' }),
  },
  'restart-with-waiting-commits': {
    title: 'a primary that restarts shows commits that no standby has',
    caughtBy: 'vanished',
    onBed: inRegionLoss({ primary: 'restarts' }),
  },
  'laggard-promoted': {
    title: 'the standby that is behind is promoted',
    caughtBy: 'lost',
    onBed: inRegionLoss({ promotion: 'laggard' }),
  },
  'no-fencing': {
    title: 'the old primary goes on acknowledging',
    caughtBy: 'fenced-acknowledgement',
    onBed: inHighErrorRate({ fencing: 'none' }),
  },
  'outbox-dropped': {
    title: 'a write is stored without its jobs',
    caughtBy: 'missing-effect',
    onBed: inInstanceKill({ jobs: 'dropped' }),
  },
  // An event that is lost on its way is never sent again: its job was over before.
  'job-acknowledged-early': {
    title: 'a job is completed before it has done anything',
    caughtBy: 'missing-effect',
    onBed: { experiment: 'webhook-loss', whatIf: { jobs: 'early' } },
  },
  'duplicate-webhook': {
    title: 'every attempt has an id of its own',
    caughtBy: 'duplicate-effect',
    onBed: { experiment: 'webhook-duplicate', whatIf: { deliveries: 'renamed' } },
  },
  'idempotency-keys-lost': {
    title: 'a retry is stored as another write',
    caughtBy: 'duplicate',
    onBed: inInstanceKill({ keys: 'lost' }),
  },
  'errors-as-success': {
    title: 'what failed is acknowledged',
    caughtBy: 'lost',
    // Of a lost region the edge answers; what a service answers is seen while it is there and its database is not.
    onBed: { experiment: 'database-failure', whatIf: { answers: '5xx-as-200' } },
  },
  'reader-on-the-old-primary': {
    title: 'what claims to read the new primary reads the old one',
    caughtBy: 'stale-primary',
    onBed: inHighErrorRate({ reads: 'old-primary' }),
  },
  'unknown-as-ok': {
    title: 'clients take an unknown outcome for success',
    caughtBy: 'lost',
    onBed: inRegionLoss({ clients: 'optimistic' }),
  },
} as const satisfies Record<MutantName, Mutant>;
