/** One line of the failover controller's journal. */
export interface FailoverJournalLine {
  readonly monotonicMs: number;
  readonly at: string;
  readonly event: 'trigger' | 'step-start' | 'step-end' | 'action' | 'refused' | 'completed' | 'failed';
  readonly step?: string;
  readonly action?: string;
  readonly trigger?: string;
  readonly epoch?: number;
  readonly region?: string;
  readonly outcome?: string;
  readonly detail?: string;
}

export interface FailoverFeed {
  /** Every journal line from now on. Returns the unsubscriber. */
  subscribe(listener: (line: FailoverJournalLine) => void): () => void;
}
