import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Artefact, contractPage, generate as generateAlerts, generateIngest } from '@attest/alerts';
import { experiments, exportExperiments } from '@attest/chaos';
import {
  generateFailoverPermissions,
  generateGamedayManifests,
  generateManifests,
} from '@attest/controllers';
import { generate as generateDashboards } from '@attest/dashboards';
import { generateCapacityPlans } from '@attest/loadtests';
import type { EnvironmentName, Platform } from '@attest/platform';
import { generate as generateRunbooks } from '@attest/runbooks';
import { CliError } from './cli-error.js';
import { findNamed } from './find-named.js';
import { practised } from './known-runbooks.js';

/** What is made for each environment, in a folder of its name. */
const ofEnvironment: readonly ((platform: Platform, environment: EnvironmentName) => Artefact[])[] = [
  (platform, environment) => generateAlerts(platform, { environment }),
  (platform, environment) => generateDashboards(platform, { environment }),
  (platform, environment) => generateManifests(platform, environment),
  (platform, environment) => generateFailoverPermissions(platform, environment),
  (platform, environment) => generateGamedayManifests(platform, environment),
  (platform, environment) => generateCapacityPlans(platform, { environment }),
  (platform, environment) => exportExperiments(platform, { environment }),
  (_platform, environment) => generateIngest({ environment }),
];

/**
 * What the catalog says must be in the output folder; paths are relative to it.
 *
 * @throws CliError `unknown-name` where a drill is none of the experiments: its alert would say for ever that it was missed
 */
export function generatedFiles(platform: Platform, environments: readonly EnvironmentName[]): Artefact[] {
  findNamed(
    'experiment, which the catalog has as a drill',
    platform.drills.map(({ experiment }) => experiment),
    experiments,
    'attest gameday --list',
  );
  const ofEnvironments = environments.flatMap((environment) =>
    ofEnvironment.flatMap((make) => make(platform, environment)),
  );
  // What to do and what is measured is the same everywhere; the queries of the pages are those of production.
  const ofAll = environments.includes(sharedWith)
    ? [contractPage(), ...generateRunbooks(platform, { environment: sharedWith, experiments: practised })]
    : [];
  return [...ofAll, ...ofEnvironments].map(({ path: file, content }) => ({
    path: path.posix.relative('generated', file),
    content,
  }));
}

/** What is the same for all environments is written with this one. */
const sharedWith = 'production' satisfies EnvironmentName;

export interface Difference {
  /** Relative to the output folder. */
  readonly path: string;
  readonly what: 'is missing' | 'differs from the catalog' | 'is no longer in the catalog';
}

/**
 * Files that are missing or differ, and files in the folders of the environments and the runbooks that nothing generates any more. What lies
 * beside these folders is nobody's business. Read one after the other and in the way of everything: there is nothing else to do, and
 * waiting for each of some five hundred small files takes longer than reading it.
 *
 * @throws CliError `not-readable`
 */
export function differences(
  folder: string,
  files: readonly Artefact[],
  environments: readonly EnvironmentName[],
): Difference[] {
  const found: Difference[] = [];
  for (const { path: name, content } of files) {
    const current = unlessMissing(folder, () => readFileSync(path.join(folder, name), 'utf8'));
    if (current === undefined) found.push({ path: name, what: 'is missing' });
    else if (current !== content) found.push({ path: name, what: 'differs from the catalog' });
  }
  const expected = new Set(files.map(({ path: name }) => name));
  const folders = [...environments, ...(environments.includes(sharedWith) ? ['runbooks'] : [])];
  for (const own of folders) {
    for (const name of filesBelow(folder, own)) {
      if (!expected.has(name)) found.push({ path: name, what: 'is no longer in the catalog' });
    }
  }
  return found;
}

/** @throws CliError `not-writable` */
export function writeGenerated(folder: string, files: readonly Artefact[]): void {
  for (const { path: name, content } of files) {
    const file = path.join(folder, name);
    try {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    } catch (cause) {
      throw new CliError('not-writable', `${file}: cannot be written`, 'name another folder with --out', {
        cause,
      });
    }
  }
}

function filesBelow(folder: string, own: string): string[] {
  const entries = unlessMissing(folder, () =>
    readdirSync(path.join(folder, own), { recursive: true, withFileTypes: true }),
  );
  return (entries ?? [])
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

function unlessMissing<T>(folder: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CliError('not-readable', `${folder}: cannot be read`, 'name another folder with --out', {
      cause,
    });
  }
}
