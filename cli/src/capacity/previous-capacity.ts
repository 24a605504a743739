import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseVerdict, runDirectory, type VerdictDocument } from '@attest/evidence';

/** The newest sound run before this one of the same service, target and profile; what cannot be read is passed over. */
export function previousCapacity(runs: string, now: VerdictDocument): VerdictDocument | undefined {
  const earlier = readdirSync(runs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name < now.run && entry.name.includes('-capacity-'))
    .map(({ name }) => runDirectory(runs, name).verdict)
    .sort()
    .reverse();
  for (const file of earlier) {
    if (!existsSync(file)) continue;
    const document = readable(file);
    const { capacity } = document ?? {};
    if (document === undefined || capacity === undefined || capacity.defects.length > 0) continue;
    if (document.experiment === now.experiment && document.target === now.target) return document;
  }
  return undefined;
}

function readable(file: string): VerdictDocument | undefined {
  try {
    return parseVerdict(readFileSync(file, 'utf8'), file);
  } catch {
    return undefined;
  }
}
