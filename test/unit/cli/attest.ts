import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export const repository = path.resolve(import.meta.dirname, '../../..');
const program = path.join(repository, 'cli/bin/attest.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  readonly directory: string;
  readonly input?: string;
  /** Like `| head`, which goes away before everything was said. */
  readonly closesStdout?: boolean;
}

/** Runs the compiled command line, as a user of it would. */
export async function attest(
  args: readonly string[],
  { directory, input = '', closesStdout = false }: Surroundings,
): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: directory,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR },
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  // A program that never reads its input closes it.
  child.stdin.on('error', () => {}).end(input);
  if (closesStdout) child.stdout.destroy();
  const [stdout, stderr] = await Promise.all([closesStdout ? '' : text(child.stdout), text(child.stderr)]);
  return { code: await ended, stdout, stderr };
}

/** A folder outside of the repository with these files, removed when the test ends. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'attest-cli-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return directory;
}
