import { createHash } from 'node:crypto';

/**
 * How long to wait, once everything is ready, before a fault is injected: anything from 0 to `periodMs`, by the seed and the number of
 * the run. Probes, scrapes and caches go round in periods; a fault that always came at the same moment of theirs would show one time.
 */
export function injectionPhaseMs(seed: string, run: number, periodMs: number): number {
  const digest = createHash('sha256').update(`${seed} ${run}`).digest();
  return Math.floor((digest.readUInt32BE(0) / 2 ** 32) * periodMs);
}
