import type { DatabaseDriver } from '@attest/chaos';
import type { Bed } from '../bed.js';

/** Kills and halts the bed's databases. */
export function databaseDriver(bed: Bed): DatabaseDriver {
  const halted = new Set<string>();
  const database = (region: string) => bed.region(region).database;
  return {
    kill: (region) => database(region).kill(),
    proveKilled: (region) => database(region).sigkillProof(),
    async pause(region) {
      database(region).halt();
      halted.add(region);
    },
    provePaused: (region) => database(region).haltProof(),
    restore: (region) => bed.restoreDatabase(region),
    async proveRestored(region) {
      if (!halted.has(region)) return [await bed.proveDatabaseRestored(region)];
      // It was never stopped: awake again it answers, and whether another took over meanwhile is for the clients to feel.
      const [row] = await database(region).query<{ awake: boolean }>('select true as awake');
      const awake = row?.awake === true;
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
