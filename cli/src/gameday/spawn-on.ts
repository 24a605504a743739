import type { ManagedProcess, Processes } from '@attest/loadtests';
import type { Bed } from '@attest/reference';

/** Starts an instrument of the run among the bed's processes, so that it ends when the bed does. */
export async function spawnOn(bed: Bed, program: Parameters<Processes['spawn']>[0]): Promise<ManagedProcess> {
  const process = await bed.spawn(program);
  return {
    pid: process.pid,
    exited: process.exited.then(({ code: exitCode, signal, lastLines }) => ({ exitCode, signal, lastLines })),
    kill: async () => void (await process.kill()),
  };
}
