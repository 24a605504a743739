import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import type { RunEvidence } from '../evidence.js';
import { parseVerdict } from '../parse-verdict.js';
import { type RunDirectory, runDirectory } from '../run-directory.js';
import type { VerdictDocument } from '../verdict.js';
import type { Conditions, EarlierRun } from './earlier-run.js';

/**
 * The runs before this one of the same experiment, target and environment, oldest first: of the design itself, and not ended before their
 * time. What cannot be read is passed over; `attest claims` tells of it.
 */
export function readEarlierRuns(runsFolder: string, now: VerdictDocument): EarlierRun[] {
  if (!isOfTheDesign(now) || now.experiment === undefined || !existsSync(runsFolder)) return [];
  const named = `-${now.experiment}-`;
  return readdirSync(runsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name < now.run && entry.name.includes(named))
    .map(({ name }) => runDirectory(runsFolder, name))
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .flatMap((directory) => {
      const verdict = readable(directory.verdict);
      if (verdict === undefined || !isOfTheDesign(verdict) || verdict.interrupted === true) return [];
      const isSame =
        verdict.experiment === now.experiment &&
        verdict.target === now.target &&
        verdict.environment === now.environment;
      return isSame ? [{ verdict, conditions: conditionsOf(directory) }] : [];
    });
}

const isOfTheDesign = ({ whatIf }: VerdictDocument) => Object.keys(whatIf ?? {}).length === 0;

function readable(file: string): VerdictDocument | undefined {
  try {
    return parseVerdict(readFileSync(file, 'utf8'), file);
  } catch {
    return undefined;
  }
}

/** More than a first line has. */
const firstBytes = 4096;

/** By the first line of its evidence; files may be long, and there may be hundreds. */
export function conditionsOf({ evidence }: Pick<RunDirectory, 'evidence'>): Conditions | undefined {
  try {
    const file = openSync(evidence, 'r');
    const buffer = Buffer.alloc(firstBytes);
    const length = readSync(file, buffer, 0, firstBytes, 0);
    closeSync(file);
    const [line = ''] = buffer.toString('utf8', 0, length).split('\n');
    const { kind, machine, atOnce = 1 } = JSON.parse(line) as RunEvidence;
    return kind === 'run' && machine !== undefined ? { machine, atOnce } : undefined;
  } catch {
    return undefined;
  }
}
