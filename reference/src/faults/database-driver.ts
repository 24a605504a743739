import type { DatabaseDriver } from '@attest/chaos';
import type { Bed } from '../bed.js';
import type { Postgres } from '../postgres/postgres.js';

/** Kills and halts the bed's databases. */
export function databaseDriver(bed: Bed): DatabaseDriver {
  const wereHalted = new Set<string>();
  const database = (region: string) => bed.region(region).database;
  return {
    async kill(region) {
      await database(region).kill();
      wereHalted.delete(region);
    },
    proveKilled: (region) => database(region).sigkillProof(),
    async pause(region) {
      await database(region).halt();
      wereHalted.add(region);
    },
    provePaused: (region) => database(region).haltProof(),
    restore: (region) => bed.restoreDatabase(region),
    async proveRestored(region) {
      if (!wereHalted.has(region)) return [await bed.proveDatabaseRestored(region)];
      // It was never stopped: awake again it answers, and whether another took over meanwhile is for the clients to feel.
      const awake = !database(region).halted && (await answers(database(region)));
      return [
        {
          probe: `database of ${region}`,
          expected: 'answers',
          observed: awake ? 'answers' : 'no answer',
          ok: awake,
        },
      ];
    },
  };
}

async function answers(database: Postgres): Promise<boolean> {
  const [row] = await database.query<{ awake: boolean }>('select true as awake');
  return row?.awake === true;
}
