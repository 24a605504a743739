import { ChaosError } from '../chaos-error.js';
import type { RegionLossDriver, Target } from '../target.js';
import type { Fault } from './fault.js';

/**
 * A whole region goes dark. The links are cut before the processes are killed: killed first, the network would still deliver
 * what had been sent, and even asynchronous replicas would lose nothing.
 */
export const regionLoss: Fault = {
  title: 'the region is cut off and everything in it is killed',
  missing: (target) =>
    target.regionLoss === undefined ? 'a way to cut the links of a region and kill its processes' : undefined,
  async inject(target, region) {
    const driver = driverOf(target);
    await driver.cutLinks(region);
    await driver.killProcesses(region);
  },
  prove: (target, region) => driverOf(target).proveLost(region),
  undo: (target, region) => driverOf(target).restore(region),
  proveUndone: (target, region) => driverOf(target).proveRestored(region),
};

function driverOf(target: Target): RegionLossDriver {
  if (target.regionLoss !== undefined) return target.regionLoss;
  throw new ChaosError(
    'unsupported-by-target',
    `target ${target.name}: it has no way to lose a region`,
    'choose another experiment, or give the target a region-loss driver',
  );
}
