import type { EpochEvent, FaultEvent } from './history-event.js';

/** What was going on around the fault lines, gathered while the history is read. */
export interface FaultSurroundings {
  readonly fault: FaultEvent;
  readonly writesInFlight: number;
  /** Time of the newest acknowledgement up to the fault line. */
  readonly lastOkT: number | undefined;
}

/** An acknowledgement this shortly before the fault shows that the platform was being written to. */
const okBeforeFaultMs = 1000;

/**
 * Why the history does not prove that its faults took effect under load and were survived; empty when it does.
 * Histories without fault lines have nothing to prove.
 */
export function missingProof(
  faults: readonly FaultSurroundings[],
  epochs: readonly EpochEvent[],
  newestOk: (fromEpoch: number) => number | undefined,
): string[] {
  const names = [...new Set(faults.map(({ fault }) => fault.fault))];
  return names.flatMap((name) =>
    missingProofOf(
      name,
      faults.filter(({ fault }) => fault.fault === name),
      epochs,
      newestOk,
    ),
  );
}

function missingProofOf(
  name: string,
  lines: readonly FaultSurroundings[],
  epochs: readonly EpochEvent[],
  newestOk: (fromEpoch: number) => number | undefined,
): string[] {
  const intent = lines.findIndex(({ fault }) => fault.phase === 'intent');
  const effective = lines.findIndex(({ fault }, index) => fault.phase === 'effective' && index > intent);
  const intended = lines[intent];
  const proven = lines[effective];
  if (intended === undefined) return [`no line says that the fault ${name} was intended`];
  if (proven === undefined)
    return [`the fault ${name} was never proven to be effective after it was intended`];
  const missing: string[] = [];
  const around = [intended, proven];
  if (!around.some(({ writesInFlight }) => writesInFlight > 0)) {
    missing.push(`no write was in flight when the fault ${name} was injected`);
  }
  const freshOk = ({ fault, lastOkT }: FaultSurroundings) =>
    lastOkT !== undefined && fault.t - lastOkT <= okBeforeFaultMs;
  if (!around.some(freshOk)) missing.push(`no write was acknowledged within 1 s before the fault ${name}`);
  // An epoch from before the fault is where the run began, not a take-over.
  const takeOvers = epochs.filter(({ t }) => t >= intended.fault.t);
  const newest = takeOvers.reduce<EpochEvent | undefined>(
    (best, line) => (best === undefined || line.epoch >= best.epoch ? line : best),
    undefined,
  );
  const okT = newestOk(newest?.epoch ?? Number.NEGATIVE_INFINITY);
  if (okT === undefined || okT <= (newest?.t ?? proven.fault.t)) {
    missing.push(
      newest === undefined
        ? `no write was acknowledged after the fault ${name} took effect`
        : `no write was acknowledged by epoch ${newest.epoch} after it took over`,
    );
  }
  return missing;
}
