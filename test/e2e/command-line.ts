import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const attest = path.resolve(import.meta.dirname, '../../cli/bin/attest.js');

/** A folder of its own for each run, so that nothing of the repository is written to. */
export async function workFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const folder = realpathSync(await mkdtemp(path.join(tmpdir(), 'attest-e2e-')));
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

export interface CommandLine {
  readonly child: ChildProcess;
  readonly ended: Promise<{ exitCode: number | null; stdout: string; stderr: string }>;
  /** Resolves when stderr or stdout has said this; rejects when the command ends without having said it. */
  said(what: string | RegExp): Promise<void>;
}

export function attestIn(folder: string, ...args: string[]): CommandLine {
  const child = spawn(process.execPath, [attest, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    for (const listener of listeners) listener();
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
    for (const listener of listeners) listener();
  });
  const ended = new Promise<{ exitCode: number | null; stdout: string; stderr: string }>((resolve) =>
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr })),
  );
  const said = (what: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (
          !(typeof what === 'string' ? `${stdout}${stderr}`.includes(what) : what.test(`${stdout}${stderr}`))
        )
          return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`ended without saying ${String(what)}:\n${stdout}\n${stderr}`)));
    });
  return { child, ended, said };
}

/**
 * Runs it again, once, when it was inconclusive: a machine that was busy with something else could not measure, which says
 * nothing about the platform. What is broken is never given a second chance.
 */
export async function conclusively(folder: string, ...args: string[]): ReturnType<typeof endOf> {
  const first = await endOf(folder, args);
  return first.exitCode === 3 ? endOf(folder, args) : first;
}

const endOf = (folder: string, args: string[]) => attestIn(folder, ...args).ended;

export async function verdictIn(folder: string) {
  return JSON.parse(await readFile(path.join(folder, '.attest/runs/latest/verdict.json'), 'utf8'));
}

/** Processes that were started for a run in this folder and still live. */
export const processesOf = (folder: string): string[] => ownProcesses(folder).map(({ command }) => command);

/** @throws when none of them, or more than one, has this in its command */
export function pidOf(folder: string, inCommand: string): number {
  const [found, ...others] = ownProcesses(folder).filter(({ command }) => command.includes(inCommand));
  if (found === undefined || others.length > 0)
    throw new Error(`no single process with ${inCommand} in its command`);
  return found.pid;
}

/** Runs mark their processes in the environment. */
function ownProcesses(folder: string): { pid: number; command: string }[] {
  const runs = new Set(
    [...namesIn(path.join(folder, '.attest/runs')), ...namesIn(path.join(folder, '.attest/up'))].map(
      (run) => `ATTEST_RUN=${run}`,
    ),
  );
  return namesIn('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) =>
      contentOf(`/proc/${pid}/environ`)
        .split('\0')
        .some((entry) => runs.has(entry)),
    )
    .map((pid) => ({ pid: Number(pid), command: contentOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ') }));
}

/** Directories that runs make for databases and series. */
export const temporaryDirectories = (): string[] =>
  namesIn(tmpdir()).filter((name) => name.startsWith('attest-') && !name.startsWith('attest-e2e-'));

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
