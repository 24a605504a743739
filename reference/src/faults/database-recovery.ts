import type { Proof } from '@attest/chaos';
import type { Bed } from '../bed.js';
import { postgresLink } from '../composition/databases.js';

/** How the database of a region comes back, whatever was done to it. */
export interface DatabaseRecovery {
  /**
   * The database of a region that was primary stays stopped once another has taken over: it may hold writes that nobody was
   * promised, and has to be seeded anew.
   */
  restore(region: string): Promise<void>;
  prove(region: string): Promise<Proof>;
}

export function databaseRecovery(bed: Pick<Bed, 'region' | 'primary' | 'links'>): DatabaseRecovery {
  /** A primary that was lost while another took over. */
  const isFenced = async (id: string): Promise<boolean> => {
    const { region } = await bed.primary().catch(() => ({ region: id }));
    return region !== id && !bed.region(id).databaseIsStandby;
  };
  const start = async (id: string): Promise<void> => {
    const { database, databaseIsStandby } = bed.region(id);
    if (!databaseIsStandby) return database.start();
    const { region } = await bed.primary();
    return database.start({ upstreamPort: bed.links.port(postgresLink(id, region)) });
  };
  return {
    async restore(id) {
      const { database } = bed.region(id);
      database.resume();
      if (!database.running && !(await isFenced(id))) await start(id);
    },
    async prove(id) {
      const { database } = bed.region(id);
      const fenced = await isFenced(id);
      const running = database.running ? 'running' : 'stopped';
      return {
        probe: `database of ${id}`,
        expected: fenced ? 'stopped, fenced by a newer epoch' : 'running',
        observed: running + (fenced ? ', fenced by a newer epoch' : ''),
        ok: database.running !== fenced,
      };
    },
  };
}
