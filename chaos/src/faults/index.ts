import type { Fault } from './fault.js';
import { regionLoss } from './region-loss.js';

export type { Fault } from './fault.js';
export type FaultName = 'region-loss';

/** Every fault, by the name used on the command line and in reports. */
export const faults = { 'region-loss': regionLoss } as const satisfies Record<FaultName, Fault>;
