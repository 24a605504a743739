import type { ReplicaDriver } from '@attest/chaos';
import type { Postgres } from '../postgres/postgres.js';
import { until } from '../postgres/until.js';

const behindWithinMs = 10_000;
const caughtUpWithinMs = 30_000;

interface Replay {
  readonly state: string;
  readonly behind: boolean;
  readonly received: string;
  readonly replayed: string;
}

/** Holds back the replay of the bed's standbys, with PostgreSQL's own function for it. */
export function replicaDriver(database: (region: string) => Postgres): ReplicaDriver {
  const replay = async (region: string): Promise<Replay> => {
    const [row] = await database(region).query<Replay>(`
      select pg_get_wal_replay_pause_state() as state,
        pg_last_wal_receive_lsn() > pg_last_wal_replay_lsn() as behind,
        pg_last_wal_receive_lsn()::text as received, pg_last_wal_replay_lsn()::text as replayed`);
    return row ?? { state: 'unknown', behind: false, received: '?', replayed: '?' };
  };
  return {
    async holdReplay(region) {
      await database(region).query('select pg_wal_replay_pause()');
    },
    async proveHeld(region) {
      await until({
        what: `the replay of ${region} to fall behind`,
        timeoutMs: behindWithinMs,
        done: async () => (await replay(region)).behind,
        state: async () => JSON.stringify(await replay(region)),
      }).catch(() => undefined);
      const { state, behind, received, replayed } = await replay(region);
      return [
        { probe: `replay of ${region}`, expected: 'paused', observed: state, ok: state === 'paused' },
        {
          probe: `positions of ${region}`,
          expected: 'received more than it has replayed',
          observed: `received ${received}, replayed ${replayed}`,
          ok: behind,
        },
      ];
    },
    async resumeReplay(region) {
      if (await database(region).inRecovery()) await database(region).query('select pg_wal_replay_resume()');
    },
    async proveResumed(region) {
      const target = await database(region).flushedLsn();
      const isPaused = (await replay(region)).state !== 'not paused';
      const caughtUp =
        !isPaused &&
        (await database(region)
          .awaitReplay(target, caughtUpWithinMs)
          .then(
            () => true,
            () => false,
          ));
      const { state, replayed } = await replay(region);
      return [
        { probe: `replay of ${region}`, expected: 'not paused', observed: state, ok: state === 'not paused' },
        {
          probe: `position of ${region}`,
          expected: `replayed ${target} or later`,
          observed: `replayed ${replayed}`,
          ok: caughtUp,
        },
      ];
    },
  };
}
