import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Artefact, generate } from '@attest/alerts';
import { generateCapacityPlans } from '@attest/loadtests';
import type { EnvironmentName, Platform } from '@attest/platform';
import { CliError } from './cli-error.js';

/** What the catalog says must be in the output folder; paths are relative to it. */
export function generatedFiles(platform: Platform, environments: readonly EnvironmentName[]): Artefact[] {
  return environments
    .flatMap((environment) => [
      ...generate(platform, { environment }),
      ...generateCapacityPlans(platform, { environment }),
    ])
    .map(({ path: file, content }) => ({ path: path.posix.relative('generated', file), content }));
}

export interface Difference {
  /** Relative to the output folder. */
  readonly path: string;
  readonly what: 'is missing' | 'differs from the catalog' | 'is no longer in the catalog';
}

/**
 * Files that are missing or differ, and files in the environments' folders that nothing generates any more. What lies
 * beside these folders is nobody's business.
 *
 * @throws CliError `not-readable`
 */
export async function differences(
  folder: string,
  files: readonly Artefact[],
  environments: readonly EnvironmentName[],
): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const { path: name, content } of files) {
    const current = await unlessMissing(readFile(path.join(folder, name), 'utf8'), folder);
    if (current === undefined) found.push({ path: name, what: 'is missing' });
    else if (current !== content) found.push({ path: name, what: 'differs from the catalog' });
  }
  const expected = new Set(files.map(({ path: name }) => name));
  for (const environment of environments) {
    for (const name of await filesBelow(folder, environment)) {
      if (!expected.has(name)) found.push({ path: name, what: 'is no longer in the catalog' });
    }
  }
  return found;
}

/** @throws CliError `not-writable` */
export async function writeGenerated(folder: string, files: readonly Artefact[]): Promise<void> {
  for (const { path: name, content } of files) {
    const file = path.join(folder, name);
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    } catch (cause) {
      throw new CliError('not-writable', `${file}: cannot be written`, 'name another folder with --out', {
        cause,
      });
    }
  }
}

async function filesBelow(folder: string, environment: string): Promise<string[]> {
  const entries = await unlessMissing(
    readdir(path.join(folder, environment), { recursive: true, withFileTypes: true }),
    folder,
  );
  return (entries ?? [])
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

async function unlessMissing<T>(reading: Promise<T>, folder: string): Promise<T | undefined> {
  try {
    return await reading;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CliError('not-readable', `${folder}: cannot be read`, 'name another folder with --out', {
      cause,
    });
  }
}
