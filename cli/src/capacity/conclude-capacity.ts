import path from 'node:path';
import { exitCode, type RunDirectory, renderTerminal, writeWhole } from '@attest/evidence';
import { capacitySummary } from '@attest/loadtests';
import type { Platform } from '@attest/platform';
import type { CapacityFlags } from '../commands/capacity.js';
import type { CliContext } from '../context.js';
import { judgeRun } from '../judge-run.js';
import { capacityExitCode } from './capacity-exit-code.js';
import { previousCapacity } from './previous-capacity.js';

interface Conclusion {
  readonly context: CliContext;
  readonly platform: Platform;
  readonly directory: RunDirectory;
  readonly flags: Pick<CapacityFlags, 'json' | 'profile' | 'promisedRate'>;
}

/** Judges what was recorded, writes everything that a run leaves, says it, and sets the exit code. */
export async function concludeCapacity({ context, platform, directory, flags }: Conclusion): Promise<void> {
  const previous = (document: Parameters<typeof previousCapacity>[1]) =>
    previousCapacity(path.dirname(directory.path), document);
  const { verdict, evidence, warnings } = await judgeRun(platform, undefined, directory, { previous });
  for (const warning of warnings) context.err(`attest: ${warning}\n`);
  const summary = capacitySummary(verdict);
  writeWhole(path.join(directory.path, 'summary.md'), `${summary}\n`);
  if (flags.json === true) context.out(`${JSON.stringify(verdict, null, 2)}\n`);
  else {
    const report = path.relative(context.directory, directory.report);
    const { capacity } = verdict;
    const comparison = capacity?.comparison === undefined ? '' : `${capacity.comparison.sentence}\n`;
    const [defect] = capacity?.defects ?? [];
    const nothing = verdict.claims.length === 0 ? 'Nothing was measured.' : undefined;
    const reason = capacity?.reason ?? nothing;
    const doubt =
      defect === undefined || reason?.includes(defect) ? '' : `Not conclusive, because ${defect}.\n`;
    if (reason !== undefined) context.out(`${doubt}${reason}\n${comparison}`);
    context.out(renderTerminal(verdict, { evidence, report, colour: context.colours }));
  }
  context.exitCode(capacityExitCode(exitCode(verdict.summary), flags, verdict.capacity));
}
