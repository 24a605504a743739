import os from 'node:os';
import type { Machine } from '@attest/evidence';

/** The machine that a run was measured on; no name of it and none of its owner. */
export function thisMachine(): Machine {
  return {
    system: `${os.platform()} ${os.release()} ${os.arch()}`,
    cpuModel: os.cpus()[0]?.model ?? 'unknown',
    cpus: os.availableParallelism(),
    memoryMib: Math.round(os.totalmem() / 2 ** 20),
    node: process.versions.node,
  };
}
