import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { toolsCache } from './cache-directory.js';
import type { Surroundings } from './find-options.js';
import { goModuleNamed } from './go-modules.js';
import type { GoToolchain } from './go-toolchain.js';
import { isExecutable } from './on-path.js';
import type { GoModule, GoModuleName } from './tool.js';

/** Written beside the programs, last: says what they were built from, and how large they are when whole. */
export interface BuildRecord {
  readonly sources: string;
  readonly goVersion: string;
  readonly platform: string;
  readonly seconds: number;
  readonly bytes: Readonly<Record<string, number>>;
}

export const buildRecordFile = 'build.json';

/** What this machine's programs are for, in Node's words, so that it is known without Go. */
export const hostPlatform = `${process.platform}-${process.arch}`;

/** A hash over everything of ours that decides what is built. */
export async function sourcesHash(sourcesDirectory: string, name: GoModuleName): Promise<string> {
  const { programs, tags, ldflags } = goModuleNamed(name);
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) {
    hash.update(`${file}\n`).update(await readFile(join(sourcesDirectory, name, file)));
  }
  return hash.update(JSON.stringify({ programs, tags, ldflags })).digest('hex');
}

/** Where this Go's build of the module belongs in the cache. */
export function buildDirectory(
  surroundings: Surroundings,
  name: GoModuleName,
  sources: string,
  go: GoToolchain,
): string {
  const key = createHash('sha256')
    .update(`${sources} ${go.version} ${hostPlatform}`)
    .digest('hex')
    .slice(0, 12);
  return join(toolsCache(surroundings), `${directoryPrefix(name)}${key}`);
}

/**
 * The directory of a complete build: this Go's, or, where there is no Go that could build, that of any Go from the same sources.
 */
export async function findBuild(
  surroundings: Surroundings,
  name: GoModuleName,
  go: GoToolchain | undefined,
): Promise<string | undefined> {
  const sources = await sourcesHash(surroundings.sourcesDirectory, name);
  const cache = toolsCache(surroundings);
  const candidates =
    go === undefined
      ? (await entries(cache))
          .filter((entry) => entry.startsWith(directoryPrefix(name)))
          .map((entry) => join(cache, entry))
      : [buildDirectory(surroundings, name, sources, go)];
  for (const directory of candidates) {
    if (await isCompleteBuild(directory, goModuleNamed(name), sources)) return directory;
  }
  return undefined;
}

export async function isCompleteBuild(
  directory: string,
  module: GoModule,
  sources: string,
): Promise<boolean> {
  try {
    const record = JSON.parse(await readFile(join(directory, buildRecordFile), 'utf8')) as BuildRecord;
    if (record.sources !== sources || record.platform !== hostPlatform) return false;
    for (const { file } of module.programs) {
      const path = join(directory, file);
      if (!(await isExecutable(path)) || (await stat(path)).size !== record.bytes[file]) return false;
    }
    return true;
  } catch {
    return false; // absent, or not whole
  }
}

function directoryPrefix(name: GoModuleName): string {
  return `${name}-${goModuleNamed(name).version}-`;
}

async function entries(directory: string): Promise<string[]> {
  return await readdir(directory).catch(() => []);
}
