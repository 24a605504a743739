import path from 'node:path';
import { runId, writeWhole } from '@attest/evidence';
import type { Bed, BedOptions } from '@attest/reference';
import type { CliContext } from './context.js';
import { urlsFile } from './failover/find-controller.js';
import { progressSinceNow } from './gameday/progress-since-now.js';
import { interruption } from './interruption.js';
import { liveDashboards } from './live-dashboards.js';
import { reapEarlierRuns } from './reap-earlier-runs.js';
import { revisionOf } from './revision.js';
import { showCleanup } from './show-cleanup.js';
import { startBed } from './start-bed.js';
import { stateFolder } from './state-folder.js';
import { table } from './table.js';
import { toolsForReference } from './tools-for-reference.js';

/** The reference platform from its start to Ctrl-C. Exit code 3 when something of it stayed behind. */
export async function keepUp(context: CliContext, options: Pick<BedOptions, 'virtualCpu'>): Promise<void> {
  const { platform } = await context.config();
  const { progress } = progressSinceNow(context);
  const { signal, release } = interruption(() => context.err('\nstopping …\n'));
  const stateDirectory = stateFolder(context.directory);
  try {
    await reapEarlierRuns(stateDirectory, progress);
    const tools = await toolsForReference(progress, signal);
    const run = runId({ now: new Date(), experiment: 'up' });
    const runDirectory = path.join(context.directory, '.attest', 'up', run);
    const { bed } = await startBed({
      ...options,
      platform,
      run,
      revision: await revisionOf(context.directory),
      runDirectory,
      stateDirectory,
      replication: 'sync',
      tools,
      progress,
      signal,
    });
    try {
      const live = await liveDashboards(bed);
      const places = [...bed.urls, { name: 'dashboards, live', url: live.url }];
      const urls = Object.fromEntries(places.map(({ name, url }) => [name, url]));
      writeWhole(path.join(runDirectory, urlsFile), `${JSON.stringify(urls, null, 2)}\n`);
      showPlaces(places, bed, context);
      await untilAborted(signal);
      await live.stop();
    } finally {
      const isClean = showCleanup(progress, (await bed.stop()).proof);
      context.exitCode(isClean ? 0 : 3);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    release();
  }
}

function showPlaces(
  urls: readonly { readonly name: string; readonly url: string }[],
  bed: Bed,
  { directory, out }: CliContext,
): void {
  const rows = urls.map(({ name, url }) => [name, url]);
  out(table(['what', 'where'], rows));
  out(`\nLogs: ${path.relative(directory, bed.logDirectory)}. Ctrl-C stops and removes everything.\n`);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
