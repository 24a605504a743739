import type { FailoverEvent } from '@attest/evidence';

/** One line of the failover controller's journal. */
export type FailoverJournalLine = FailoverEvent & { readonly monotonicMs: number; readonly at: string };

export interface FailoverFeed {
  /** Every journal line from now on. Returns the unsubscriber. */
  subscribe(listener: (line: FailoverJournalLine) => void): () => void;
}
