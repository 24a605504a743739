import type { Disturbance, ProcessDriver } from '@attest/chaos';
import type { Bed } from '../bed.js';
import type { Postgres } from '../postgres/postgres.js';

/** Kills and halts the bed's databases. */
export function databaseDriver(
  bed: Pick<Bed, 'restoreDatabase' | 'proveDatabaseRestored'> & Databases,
): ProcessDriver {
  const database = (region: string) => bed.region(region).database;
  return {
    killed: (region): Disturbance => ({
      inject: () => database(region).kill(),
      prove: () => database(region).sigkillProof(),
      undo: () => bed.restoreDatabase(region),
      proveUndone: async () => [await bed.proveDatabaseRestored(region)],
    }),
    paused: (region): Disturbance => ({
      inject: () => database(region).halt(),
      prove: () => database(region).haltProof(),
      undo: () => bed.restoreDatabase(region),
      async proveUndone() {
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
    }),
  };
}

export interface Databases {
  region(id: string): { readonly database: Postgres };
}

async function answers(database: Postgres): Promise<boolean> {
  const [row] = await database.query<{ awake: boolean }>('select true as awake');
  return row?.awake === true;
}
