import type { RegionLossDriver } from '@attest/chaos';
import type { Bed } from '../bed.js';
import type { DatabaseRecovery } from './database-recovery.js';

/** Takes a region of the bed away from everybody else, and gives it back with its supervisor and instances. */
export function regionLossDriver(
  bed: Pick<Bed, 'region' | 'links'>,
  recovery: DatabaseRecovery,
): RegionLossDriver {
  return {
    cutLinks: (id) => bed.links.cut(bed.region(id).id),
    killProcesses: (id) => bed.region(id).kill(),
    async proveLost(id) {
      const [cut, killed] = await Promise.all([bed.links.proveCut(id), bed.region(id).proveKilled()]);
      return [...cut, ...killed];
    },
    async restore(id) {
      await bed.links.restore(id);
      if (!bed.region(id).supervisor?.process.running) await bed.region(id).restart();
      await recovery.restore(id);
    },
    async proveRestored(id) {
      const isRunning = bed.region(id).supervisor?.process.running ?? false;
      return [
        ...(await bed.links.proveRestored(id)),
        {
          probe: `supervisor of ${id}`,
          expected: 'running',
          observed: isRunning ? 'running' : 'stopped',
          ok: isRunning,
        },
        await recovery.prove(id),
      ];
    },
  };
}
