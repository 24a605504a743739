import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');

/** Builds the package that services install, and packs it as it would be published. Returns the tarball. */
export async function packInstrumentation(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'attest-packed-'));
  await run('npm', ['run', 'package:instrumentation'], { cwd: root });
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', directory], {
    cwd: path.join(root, 'instrumentation/package'),
  });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  return path.join(directory, filename);
}

/** A project outside this repository, with these packages installed by npm. */
export async function foreignProject(packages: readonly string[], manifest: object = {}): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'attest-foreign-'));
  await writeFile(path.join(directory, 'package.json'), JSON.stringify({ private: true, ...manifest }));
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--save-exact'];
  await run('npm', ['install', ...flags, ...packages], { cwd: directory });
  return directory;
}
