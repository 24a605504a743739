import type { WalAccount } from '../history/index.js';

/** Reads what is durably stored, around the services, straight from the database. */
export interface Store {
  /** Every stored write as seen on this region's database; `hash` is computed from the stored content, not remembered. */
  readRows(region: string): Promise<readonly StoredRow[]>;
  /** The region whose database takes writes now, and its epoch. */
  primary(): Promise<{ readonly region: string; readonly epoch: number }>;
  /** Resolves when `replica` has replayed everything that `primary` had flushed at the time of the call; rejects after the timeout. */
  awaitReplay(replica: string, primary: string, timeoutMs: number): Promise<void>;
  /**
   * What this region's database says of its own log, and of these transactions. Left out by targets whose acknowledgements tell no
   * transaction.
   */
  accountOfLog?(region: string, xids: readonly string[]): Promise<WalAccount>;
  /** What others than the game day were shown of a database while the run lasted. Left out where nobody else looks. */
  readByOthers?(): readonly NodeRead[];
}

/** Everything that a region's database showed to somebody. */
export interface NodeRead {
  readonly node: string;
  /** Past everything that was acknowledged, after the end. */
  readonly final: boolean;
  readonly sentMonotonicMs: number;
  readonly doneMonotonicMs: number;
  readonly rows: readonly StoredRow[];
}

export interface StoredRow {
  readonly id: string;
  readonly hash: string;
  readonly count: number;
}
