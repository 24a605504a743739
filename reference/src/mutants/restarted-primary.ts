import type { NodeRead, RegionLossDriver, StoredRow } from '@attest/chaos';
import { monotonicMs } from '../clock.js';
import type { Postgres } from '../postgres/postgres.js';

export interface CutOffPrimary {
  readonly database: Pick<Postgres, 'kill' | 'start'>;
  readRows(): Promise<readonly StoredRow[]>;
}

/**
 * A primary that is cut off from its standbys crashes, and is started again by whatever keeps it running. PostgreSQL then shows the
 * commits that still waited for a standby, and whoever is beside it reads them, before the region is gone.
 */
export function restartingWhenCutOff(
  driver: RegionLossDriver,
  primary: (region: string) => CutOffPrimary,
): { readonly driver: RegionLossDriver; readonly reads: () => readonly NodeRead[] } {
  const reads: NodeRead[] = [];
  return {
    driver: {
      ...driver,
      async cutLinks(region) {
        await driver.cutLinks(region);
        const { database, readRows } = primary(region);
        await database.kill();
        await database.start();
        const sentMonotonicMs = monotonicMs();
        const rows = await readRows();
        reads.push({
          node: region,
          final: false,
          sentMonotonicMs,
          doneMonotonicMs: monotonicMs(),
          rows,
        });
      },
    },
    reads: () => reads,
  };
}
