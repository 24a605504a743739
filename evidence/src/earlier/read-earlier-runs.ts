import { closeSync, openSync, readSync } from 'node:fs';
import type { Evidence } from '../evidence.js';
import { readVerdict } from '../parse-verdict.js';
import { runDirectory } from '../run-directory.js';
import { runIds } from '../run-ids.js';
import type { VerdictDocument } from '../verdict.js';
import type { Conditions, EarlierRun } from './earlier-run.js';

/**
 * The runs before this one of the same experiment, target and environment, oldest first: of the design itself, and not ended before their
 * time. What cannot be read is passed over; `attest claims` tells of it.
 */
export function readEarlierRuns(runsFolder: string, now: VerdictDocument): EarlierRun[] {
  if (!isOfTheDesign(now) || now.experiment === undefined) return [];
  const named = `-${now.experiment}-`;
  return runIds(runsFolder)
    .filter((id) => id < now.run && id.includes(named))
    .flatMap((id) => {
      const directory = runDirectory(runsFolder, id);
      const verdict = readVerdict(directory.verdict);
      if (verdict === undefined || !isOfTheDesign(verdict) || verdict.interrupted === true) return [];
      const isSame =
        verdict.experiment === now.experiment &&
        verdict.target === now.target &&
        verdict.environment === now.environment;
      return isSame ? [{ verdict, conditions: conditionsIn(directory.evidence) }] : [];
    });
}

const isOfTheDesign = ({ whatIf }: VerdictDocument) => Object.keys(whatIf ?? {}).length === 0;

/** Told by the first line of a run's evidence. */
export const conditionsOf = (first: Evidence | undefined): Conditions | undefined =>
  first?.kind === 'run' && first.machine !== undefined
    ? { machine: first.machine, atOnce: first.atOnce ?? 1 }
    : undefined;

/** More than a first line has. */
const firstBytes = 4096;

/** No more is read of the file: it may be long, and there may be hundreds. */
function conditionsIn(evidence: string): Conditions | undefined {
  try {
    return conditionsOf(JSON.parse(firstLineOf(evidence)) as Evidence);
  } catch {
    return undefined;
  }
}

function firstLineOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(firstBytes);
    const length = readSync(file, buffer, 0, firstBytes, 0);
    return buffer.toString('utf8', 0, length).split('\n')[0] ?? '';
  } finally {
    closeSync(file);
  }
}
