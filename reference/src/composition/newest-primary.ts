import { BedError } from '../bed-error.js';
import type { Postgres } from '../postgres/postgres.js';

/** Among those that take writes, the one with the newest epoch. @throws BedError `no-primary` */
export async function newestPrimary(
  databases: Iterable<Postgres>,
): Promise<{ readonly region: string; readonly epoch: number }> {
  const seen = await Promise.all([...databases].filter(({ running }) => running).map(positionOf));
  const [newest] = seen.filter(({ standby }) => !standby).sort((a, b) => b.epoch - a.epoch);
  if (newest !== undefined) return { region: newest.region, epoch: newest.epoch };
  throw new BedError({
    code: 'no-primary',
    message: 'No running database takes writes: all of them are standbys.',
    fix: 'See the journal of the failover controller, which says why nobody was promoted.',
  });
}

async function positionOf(database: Postgres) {
  const [row] = await database.query<{ standby: boolean; epoch: number }>(
    'select pg_is_in_recovery() as standby, (select max(epoch) from control.epoch) as epoch',
  );
  return { region: database.region, standby: row?.standby ?? true, epoch: row?.epoch ?? 0 };
}
