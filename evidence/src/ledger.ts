import type { ClaimVerdict, VerdictDocument } from './verdict.js';

/** A verdict is believed for this long. Source: the design's words, "verdict". */
export const verdictLifeDays = 35;

/** The test bed; modelled figures may speak for it, and for no other target. */
const testBed = 'reference';

/** The newest verdict on a claim for one target, environment and revision. */
export interface LedgerEntry {
  readonly claim: string;
  readonly target: string;
  readonly environment: string;
  readonly revision: string;
  readonly run: string;
  /** When the run ended; ISO 8601, UTC. */
  readonly at: string;
  readonly verdict: ClaimVerdict['verdict'];
  readonly modelled: boolean;
  readonly isExpired: boolean;
  readonly measured: ClaimVerdict['measured'];
  readonly reason: string;
}

/** How a claim stands: its verdict, or why there is none that counts. */
export type Standing = ClaimVerdict['verdict'] | 'expired' | 'not run';

/** Newest first. Runs of a changed design (`whatIf`) say nothing about the design and are left out. */
export function ledgerEntries(documents: readonly VerdictDocument[], now: Date): LedgerEntry[] {
  const newest = new Map<string, LedgerEntry>();
  for (const document of documents) {
    if (Object.keys(document.whatIf ?? {}).length > 0) continue;
    const { target, environment, revision, run } = document;
    const endMs = Date.parse(document.startedAt) + (document.durationSeconds || 0) * 1000;
    for (const { id, verdict, measured, reason, modelled = false } of document.claims) {
      const key = JSON.stringify([id, target, environment, revision]);
      const at = new Date(endMs).toISOString();
      const before = newest.get(key);
      if (before !== undefined && before.at > at) continue;
      const isExpired = now.getTime() - endMs > verdictLifeDays * 24 * 3_600_000;
      newest.set(key, {
        claim: id,
        target,
        environment,
        revision,
        run,
        at,
        verdict,
        modelled,
        isExpired,
        measured,
        reason,
      });
    }
  }
  return [...newest.values()].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

/** Where a column of `attest claims` looks; without a revision the newest run of any revision counts. */
export interface Column {
  readonly target: string;
  readonly environment?: string;
  readonly revision?: string;
}

/** How a claim stands in one column, and the entry that says so. */
export function standingOf(
  entries: readonly LedgerEntry[],
  claim: string,
  { target, environment, revision }: Column,
): { standing: Standing; entry?: LedgerEntry } {
  const entry = entries.find(
    (candidate) =>
      candidate.claim === claim &&
      candidate.target === target &&
      (environment === undefined || candidate.environment === environment) &&
      (revision === undefined || candidate.revision === revision),
  );
  if (entry === undefined) return { standing: 'not run' };
  if (entry.isExpired) return { standing: 'expired', entry };
  const onlyModelled = entry.modelled && entry.verdict === 'held' && target !== testBed;
  return { standing: onlyModelled ? 'inconclusive' : entry.verdict, entry };
}
