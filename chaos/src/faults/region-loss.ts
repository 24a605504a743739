import { driver, missingDriver } from './driver.js';
import type { Fault } from './fault.js';

/**
 * A whole region goes dark. The links are cut before the processes are killed: killed first, the network would still deliver
 * what had been sent, and even asynchronous replicas would lose nothing.
 */
export const regionLoss: Fault = {
  title: 'the region is cut off and everything in it is killed',
  elsewhere: 'deny all traffic of the region by network policy, then delete its pods and stop its database',
  missing: (target) => missingDriver(target, 'regionLoss'),
  async inject(target, { primary }) {
    await driver(target, 'regionLoss').cutLinks(primary);
    await driver(target, 'regionLoss').killProcesses(primary);
  },
  prove: (target, { primary }) => driver(target, 'regionLoss').proveLost(primary),
  undo: (target, { primary }) => driver(target, 'regionLoss').restore(primary),
  proveUndone: (target, { primary }) => driver(target, 'regionLoss').proveRestored(primary),
};
