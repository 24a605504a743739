import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import { makeWritable } from './cache-directory.js';
import type { ToolName } from './tool.js';
import { ToolError } from './tool-error.js';

/** A lock whose holder has not shown a sign of life for this long belongs to a dead process. */
const staleSeconds = 20;
/** Longer than any build takes; after it, waiting for another process is given up. */
const mostWaitSeconds = 45 * 60;
/** Half-built directories of other keys are left alone this long: their builder may be alive. */
const tornAfterSeconds = 24 * 60 * 60;
const prefix = '.unfinished-';

/** Something that is made once, whoever asks first, and appears in the cache whole or not at all. */
export interface Publication {
  /** Where it shall be; its parent is the cache. */
  readonly directory: string;
  readonly tool: ToolName;
  isComplete(): Promise<boolean>;
  /** Makes the content in an empty directory, which is then renamed. */
  fill(unfinished: string): Promise<void>;
  onWaiting(seconds: number): void;
  readonly signal: AbortSignal | undefined;
  readonly pollMs: number;
}

/**
 * Answers whether it was made here, or else by another process. The rename makes the result whole, the lock only saves work:
 * losing it (a suspended machine) is harmless.
 */
export async function publishOnce(publication: Publication): Promise<'made' | 'found'> {
  const { directory, tool } = publication;
  const cache = dirname(directory);
  await makeWritable(cache, tool);
  const release = await lockUnlessComplete(publication);
  if (release === undefined) return 'found';
  const unfinished = join(cache, `${prefix}${basename(directory)}-${randomUUID()}`);
  try {
    if (await publication.isComplete()) return 'found';
    await removeTorn(cache, basename(directory));
    await mkdir(unfinished);
    await publication.fill(unfinished);
    await rm(directory, { recursive: true, force: true }); // incomplete, or we would not be here
    await rename(unfinished, directory);
    return 'made';
  } catch (cause) {
    if (await publication.isComplete()) return 'found';
    throw cause;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
    await release().catch(() => {}); // already taken over as stale
  }
}

async function lockUnlessComplete(publication: Publication): Promise<(() => Promise<void>) | undefined> {
  const { directory, tool, signal, pollMs } = publication;
  const began = performance.now();
  for (;;) {
    try {
      return await lockfile.lock(directory, {
        realpath: false, // it does not exist yet
        stale: staleSeconds * 1000,
        update: (staleSeconds * 1000) / 4,
        onCompromised: () => {}, // see above; the default throws where nobody can catch
      });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ELOCKED') throw cause;
    }
    const seconds = (performance.now() - began) / 1000;
    if (seconds > mostWaitSeconds) {
      throw new ToolError({
        code: 'build-lock-held',
        message: `Another process has been building ${tool} for ${Math.round(seconds / 60)} minutes (lock ${directory}.lock).`,
        fix: 'See what that process is doing, or end it; its lock is then free after 20 seconds.',
        tools: [tool],
      });
    }
    publication.onWaiting(seconds);
    await delay(pollMs, undefined, signal === undefined ? {} : { signal });
    if (await publication.isComplete()) return undefined;
  }
}

/** Removes what killed builders left: all of this key (we hold its lock), others only when they are old. */
async function removeTorn(cache: string, key: string): Promise<void> {
  for (const entry of await readdir(cache)) {
    if (!entry.startsWith(prefix)) continue;
    const path = join(cache, entry);
    const ours = entry.startsWith(`${prefix}${key}-`);
    if (ours || (await ageSeconds(path)) > tornAfterSeconds) await rm(path, { recursive: true, force: true });
  }
}

async function ageSeconds(path: string): Promise<number> {
  try {
    return (Date.now() - (await stat(path)).mtimeMs) / 1000;
  } catch {
    return 0; // gone in the meantime
  }
}
