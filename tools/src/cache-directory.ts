import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Surroundings } from './find-options.js';
import type { ToolName } from './tool.js';
import { ToolError } from './tool-error.js';

/**
 * Where built tools are kept: `ATTEST_CACHE_DIR`, or `attest` below `XDG_CACHE_HOME`, or `~/.cache/attest`.
 * Looking needs no write permission, so a cache that somebody else filled may be read-only.
 */
export function cacheDirectory({ env, home }: Pick<Surroundings, 'env' | 'home'>): string {
  if (env.ATTEST_CACHE_DIR) return env.ATTEST_CACHE_DIR;
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'attest');
}

export function toolsCache(surroundings: Pick<Surroundings, 'env' | 'home'>): string {
  return join(cacheDirectory(surroundings), 'tools');
}

/** Makes the directory; throws `cache-not-writable` where that is not allowed. */
export async function makeWritable(directory: string, tool: ToolName): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
  } catch (cause) {
    throw new ToolError({
      code: 'cache-not-writable',
      message: `${tool} has to be put into the cache, but ${directory} cannot be written (${reasonOf(cause)}).`,
      fix: 'Set ATTEST_CACHE_DIR to a directory that you can write to.',
      tools: [tool],
      cause,
    });
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
}
