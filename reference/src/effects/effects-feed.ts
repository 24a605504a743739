import type { EffectsFeed } from '@attest/chaos';
import type { Bed } from '../bed.js';
import { resourcesOf } from './effect-kinds.js';
import { observedEffects } from './observed-effects.js';
import { promisedBy } from './promised-by.js';
import { type StoredJobs, type StoredWrite, storedJobsQuery, storedWritesQuery } from './stored-effects.js';

/** What the bed's writes bring about: jobs as the new primary has them, events and predictions as the vendors received them. */
export function effectsFeed(bed: Bed): EffectsFeed {
  const { platform, entrances } = bed;
  return {
    promisedBy: (stream) => promisedBy(platform, entrances, stream),
    async read() {
      const { database } = bed.region((await bed.primary()).region);
      // In this order: what a job that is completed by now has done outside was done before.
      const jobs = await database.query<StoredJobs>(storedJobsQuery);
      const writes = await database.query<StoredWrite>(storedWritesQuery(resourcesOf(platform)));
      const [events, predictions] = await Promise.all([bed.received('webhook'), bed.received('replicate')]);
      return observedEffects(platform, { writes, jobs, events, predictions });
    },
  };
}
