import type { Disturbance, ProcessDriver } from '@attest/chaos';
import type { Postgres } from '../postgres/postgres.js';
import type { DatabaseRecovery } from './database-recovery.js';

/** Kills and halts the bed's databases. */
export function databaseDriver(
  database: (region: string) => Postgres,
  recovery: DatabaseRecovery,
): ProcessDriver {
  return {
    killed: (region): Disturbance => ({
      inject: () => database(region).kill(),
      prove: () => database(region).sigkillProof(),
      undo: () => recovery.restore(region),
      proveUndone: async () => [await recovery.prove(region)],
    }),
    paused: (region): Disturbance => ({
      inject: () => database(region).halt(),
      prove: () => database(region).haltProof(),
      undo: () => recovery.restore(region),
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

async function answers(database: Postgres): Promise<boolean> {
  const [row] = await database.query<{ awake: boolean }>('select true as awake');
  return row?.awake === true;
}
