import { readVerdict, runDirectory, runIds, type VerdictDocument } from '@attest/evidence';

/** The newest sound run before this one of the same service, target and profile; what cannot be read is passed over. */
export function previousCapacity(runs: string, now: VerdictDocument): VerdictDocument | undefined {
  const earlier = runIds(runs)
    .filter((id) => id < now.run && id.includes('-capacity-'))
    .toReversed();
  for (const id of earlier) {
    const document = readVerdict(runDirectory(runs, id).verdict);
    const { capacity } = document ?? {};
    if (document === undefined || capacity === undefined || capacity.defects.length > 0) continue;
    if (document.experiment === now.experiment && document.target === now.target) return document;
  }
  return undefined;
}
