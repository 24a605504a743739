import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseVerdict } from '@attest/evidence';
import { runsFolder } from './runs-folder.js';

/** When an experiment last ran here, on the design as it is, and what came of it, in one sentence. */
export function lastDrill(directory: string, experiment: string | undefined): string {
  if (experiment === undefined) return 'No game-day experiment practises this one.';
  const runs = runsFolder(directory);
  const names = existsSync(runs) ? readdirSync(runs).filter((name) => name !== 'latest') : [];
  const verdicts = names
    .flatMap((name) => read(path.join(runs, name, 'verdict.json')))
    .filter((verdict) => verdict.experiment === experiment && Object.keys(verdict.whatIf ?? {}).length === 0)
    .toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  const [newest] = verdicts;
  if (newest === undefined) return `Never here. Practise it: attest gameday ${experiment}`;
  const { held, broken, inconclusive } = newest.summary;
  return `${newest.startedAt.slice(0, 16).replace('T', ' ')} UTC on ${newest.target}: ${held} held, ${broken} broken, ${inconclusive} inconclusive (attest report ${newest.run}).`;
}

/** A run that was killed has none; one that cannot be read is as good as none. */
function read(file: string) {
  try {
    return [parseVerdict(readFileSync(file, 'utf8'), file)];
  } catch {
    return [];
  }
}
