import { positionValue } from './position.js';

/**
 * What PostgreSQL says of a write in the statement that makes it. `lsn` is where the log would be continued once the row is in it and
 * its commit is not: what the transaction did lies before it, its commit record at it or after it.
 */
export interface WalReceipt {
  readonly timeline: number;
  readonly lsn: string;
  /** The transaction, as `pg_current_xact_id()` numbers it. */
  readonly xid: string;
}

/** What one server tells of itself after the end: which log it has, and what became of the transactions that it was asked for. */
export interface WalAccount {
  readonly node: string;
  readonly timeline: number;
  /** It has its log up to here. */
  readonly lsn: string;
  /** Where it left each earlier timeline: its timeline history file. */
  readonly history: readonly TimelineEnd[];
  /** Transactions, by `pg_xact_status()`; any other one is in progress, or too old to be known. */
  readonly committed: readonly string[];
  readonly aborted: readonly string[];
}

export interface TimelineEnd {
  readonly timeline: number;
  readonly until: string;
}

export type WalFate = 'inside' | 'outside' | 'unknown';

/**
 * Is the transaction of a receipt part of the log that a server has? The position alone decides where the server left the receipt's
 * timeline before it: what comes after is not there. Otherwise something of the transaction is there, so its number was never given
 * to another one, and what the server says of that number counts. (Numbers that were lost with a timeline are given out again.)
 */
export function walAccounts(account: WalAccount): (receipt: WalReceipt) => WalFate {
  const committed = new Set(account.committed);
  const aborted = new Set(account.aborted);
  const ends = new Map(account.history.map(({ timeline, until }) => [timeline, positionValue(until)]));
  const end = positionValue(account.lsn);
  return ({ timeline, lsn, xid }) => {
    const position = positionValue(lsn);
    if (timeline === account.timeline) {
      // The account was taken too early to know of it.
      if (position > end) return 'unknown';
    } else {
      const until = ends.get(timeline);
      // A timeline that is no ancestor of this one; or the commit record would stand where another timeline goes on.
      if (until === undefined || position >= until) return 'outside';
    }
    if (committed.has(xid)) return 'inside';
    return aborted.has(xid) ? 'outside' : 'unknown';
  };
}
