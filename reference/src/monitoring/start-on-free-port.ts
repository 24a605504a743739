import { setTimeout as delay } from 'node:timers/promises';
import { BedError } from '../bed-error.js';
import type { Keeper } from '../processes/keeper.js';
import type { ManagedProcess } from '../processes/managed-process.js';
import { pickPort } from '../processes/port.js';
import { spawnManaged } from '../processes/spawn-managed.js';
import { probe } from '../proxy/probe.js';

export interface PortedProgram {
  readonly keeper: Keeper;
  readonly name: string;
  readonly command: string;
  args(port: number): readonly string[];
  /** Answers 200 when the program serves. */
  readonly readyPath: string;
  readonly logFile: string;
  /** Called before every attempt, e.g. to write a configuration that names the port. */
  prepare?(port: number): Promise<void>;
}

const attempts = 5;
const readyTimeoutMs = 20_000;
const pollMs = 50;
const probeTimeoutMs = 1000;

/** For programs that want to be told a port: between choosing it and listening, somebody else may take it; then another is tried. */
export async function startOnFreePort(
  program: PortedProgram,
): Promise<{ readonly process: ManagedProcess; readonly port: number }> {
  let last: readonly string[] = [];
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = await pickPort();
    const { keeper, name, command, logFile } = program;
    await program.prepare?.(port);
    const process = await spawnManaged(keeper, { name, command, args: program.args(port), logFile });
    if (await serves(process, `http://127.0.0.1:${port}${program.readyPath}`)) {
      keeper.registerPort(name, port);
      return { process, port };
    }
    const wasRunning = process.running;
    last = (await process.kill()).lastLines;
    if (wasRunning || !last.some((line) => line.includes('address already in use'))) break;
  }
  throw new BedError({
    code: 'program-not-ready',
    message: `${program.name} does not serve. Its last lines:\n${last.join('\n')}`,
    fix: `The whole log is ${program.logFile}; attest doctor tells which ${program.name} was found.`,
  });
}

async function serves(process: ManagedProcess, url: string): Promise<boolean> {
  const deadline = Date.now() + readyTimeoutMs;
  while (process.running && Date.now() < deadline) {
    // Whoever took the port may answer as well; only a process that still runs can be ours.
    if ((await probe(url, probeTimeoutMs)).ok) return process.running;
    await delay(pollMs);
  }
  return false;
}
