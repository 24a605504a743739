import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { experiments, scheduleDecides, scheduleExperimentName } from '@attest/chaos';
import {
  EvidenceError,
  parseVerdict,
  type RunDirectory,
  readEvidence,
  renderHtml,
  runDirectory,
  type VerdictDocument,
  writeWhole,
} from '@attest/evidence';
import { parseCapacityExperiment } from '@attest/loadtests';
import type { CliContext } from './context.js';
import { findNamed } from './find-named.js';
import { judgeRun } from './judge-run.js';
import { runsFolder } from './runs-folder.js';

/**
 * Writes the report of a run again, and answers where it is. A verdict once given stays; a run that has none, because it
 * was killed, is judged by what it has seen.
 */
export async function reportRun(context: CliContext, run: string): Promise<string> {
  const runs = runsFolder(context.directory);
  const names = existsSync(runs) ? readdirSync(runs).filter((name) => existsSync(path.join(runs, name))) : [];
  const known = Object.fromEntries(names.map((name) => [name, runDirectory(runs, name)]));
  const [directory] = findNamed('run', [run], known, noRunsNamed(names)) as [RunDirectory];
  const verdict = givenVerdict(directory, context);
  if (verdict === undefined) {
    await judgeAgain(directory, context);
  } else {
    const { evidence } = readEvidence(directory.evidence);
    writeWhole(directory.report, await renderHtml({ verdict, evidence }));
  }
  return directory.report;
}

const noRunsNamed = (names: readonly string[]) =>
  names.length === 0
    ? 'nothing has run in this folder yet; attest gameday makes a run'
    : 'leave the name out for the latest run; the others are the folders of .attest/runs';

function givenVerdict({ verdict: file }: RunDirectory, { err }: CliContext): VerdictDocument | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return parseVerdict(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    err(`attest: ${error.message}\n`);
    return undefined;
  }
}

/** What was run, by the name that runs are kept under. */
const decided = { ...experiments, [scheduleExperimentName]: scheduleDecides };

async function judgeAgain(directory: RunDirectory, context: CliContext): Promise<void> {
  const [first] = readEvidence(directory.evidence).evidence;
  const name = first?.kind === 'run' ? first.experiment : 'unknown';
  const isCapacity = parseCapacityExperiment(name) !== undefined;
  const [experiment] = isCapacity ? [] : findNamed('experiment', [name], decided, 'attest gameday --list');
  const { platform } = await context.config();
  const { warnings } = await judgeRun(platform, experiment, directory);
  for (const warning of warnings) context.err(`attest: ${warning}\n`);
  context.err(`attest: ${directory.id} had no verdict; it was judged by its evidence\n`);
}
