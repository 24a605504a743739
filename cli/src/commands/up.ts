import path from 'node:path';
import { runId } from '@attest/evidence';
import { reap, startReference } from '@attest/reference';
import type { Register } from '../context.js';
import { monotonicClock } from '../gameday/monotonic-clock.js';
import { terminalProgress } from '../gameday/terminal-progress.js';
import { interruption } from '../interruption.js';
import { loadConfig } from '../load-config.js';
import { monitoringFiles } from '../monitoring-files.js';
import { revisionOf } from '../revision.js';
import { table } from '../table.js';
import { pathsOf, toolsForReference } from '../tools-for-reference.js';

export const upCommand: Register = (program, context) => {
  program
    .command('up')
    .description('the reference platform with monitoring, until Ctrl-C; prints every URL')
    .action(async () => {
      const { platform } = await loadConfig(context.directory, program.opts().config);
      const clock = monotonicClock();
      const progress = terminalProgress(
        { write: context.err, redraws: context.isTerminal, columns: process.stderr.columns ?? 100 },
        () => (clock.monotonicMs() - clock.originMonotonicMs) / 1000,
      );
      const { signal, release } = interruption(() => context.err('\nstopping …\n'));
      const stateDirectory = path.join(context.directory, '.attest', 'state');
      try {
        for (const { run } of (await reap(stateDirectory)).reaped)
          progress.done('tidied up after an earlier run', run);
        const run = runId({ now: new Date(), experiment: 'up' });
        const runDirectory = path.join(context.directory, '.attest', 'up', run);
        const started = clock.monotonicMs();
        const bed = await startReference({
          platform,
          run,
          revision: await revisionOf(context.directory),
          runDirectory,
          stateDirectory,
          replication: 'sync',
          tools: pathsOf(await toolsForReference(progress, signal)),
          monitoring: (endpoints) => monitoringFiles(platform, endpoints),
          onStep: (what) => progress.live(`starting the reference platform: ${what}`),
          signal,
        });
        progress.done(
          'reference platform is up',
          `${bed.processCount()} processes in ${((clock.monotonicMs() - started) / 1000).toFixed(1)} s`,
        );
        try {
          context.out(
            table(
              ['what', 'where'],
              bed.urls.map(({ name, url }) => [name, url]),
            ),
          );
          context.out(
            `\nLogs: ${path.relative(context.directory, bed.logDirectory)}. Ctrl-C stops and removes everything.\n`,
          );
          await untilAborted(signal);
        } finally {
          const { processesLeft, portsLeft, filesLeft } = (await bed.stop()).proof;
          const left = [...processesLeft, ...portsLeft.map(String), ...filesLeft];
          progress.done(
            left.length === 0 ? 'everything stopped and removed' : `left behind: ${left.join(', ')}`,
          );
          context.exitCode(left.length === 0 ? 0 : 3);
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        release();
      }
    });
};

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
