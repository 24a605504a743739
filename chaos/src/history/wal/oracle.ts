import type { Writes } from '../writes.js';
import { type WalAccount, type WalFate, type WalReceipt, walAccounts } from './receipt.js';

/** What the second oracle says, and how it compares with what reads showed; only where servers gave an account of themselves. */
export interface WalAnswer {
  /** Acknowledged writes of which every account knows. */
  readonly decided: number;
  readonly undecided: number;
  /** Acknowledged, and outside the log of at least one server. */
  readonly missing: number;
  /** Ids that are lost for one oracle and not for the other. */
  readonly disputed: readonly string[];
  /** Nodes that were read finally, and gave no account. */
  readonly silent: readonly string[];
}

/**
 * Decides from PostgreSQL's own account, and from nothing that a read showed, which acknowledged writes are inside the log of the
 * servers that survive. A mistake would have to be made by both oracles, in the same writes, to go unnoticed.
 */
export class WalOracle {
  /** Of each acknowledgement. Two lists: a million pairs would cost more than all else that is done for them. */
  readonly #acknowledged: number[] = [];
  readonly #receipts: (WalReceipt | undefined)[] = [];
  readonly #accounts: WalAccount[] = [];

  acknowledge(write: number, receipt: WalReceipt | undefined): void {
    this.#acknowledged.push(write);
    this.#receipts.push(receipt);
  }

  account(account: WalAccount): void {
    this.#accounts.push(account);
  }

  /**
   * @param finallyRead nodes with a final read
   * @param writes marked by then with what reads showed
   */
  judge(finallyRead: ReadonlySet<string>, writes: Writes): WalAnswer | undefined {
    if (this.#accounts.length === 0) return undefined;
    const deciders = this.#accounts.map(walAccounts);
    const fates = new Map<number, WalFate>();
    for (const [place, receipt] of this.#receipts.entries()) {
      const write = this.#acknowledged[place] as number;
      const fate = receipt === undefined ? 'unknown' : worst(deciders.map((decide) => decide(receipt)));
      fates.set(write, better(fates.get(write), fate));
    }
    const disputed: string[] = [];
    let missing = 0;
    let undecided = 0;
    for (const [id, write] of writes.ids()) {
      const fate = fates.get(write);
      if (fate === undefined) continue;
      // An attempt of which nobody heard may have stored the row, too, and has no receipt.
      if (fate === 'unknown' || (fate === 'outside' && writes.has(write, 'hasUnknownAttempt'))) {
        undecided += 1;
        continue;
      }
      if (fate === 'outside') missing += 1;
      if ((fate === 'outside') !== writes.has(write, 'isLost')) disputed.push(id);
    }
    const told = new Set(this.#accounts.map(({ node }) => node));
    return {
      decided: fates.size - undecided,
      undecided,
      missing,
      disputed,
      silent: [...finallyRead].filter((node) => !told.has(node)),
    };
  }
}

/** What one server lacks is lost there. */
function worst(fates: readonly WalFate[]): WalFate {
  if (fates.includes('outside')) return 'outside';
  return fates.includes('unknown') ? 'unknown' : 'inside';
}

/** One acknowledged attempt that is there is enough for the write to be there. */
function better(before: WalFate | undefined, now: WalFate): WalFate {
  if (before === undefined || now === 'inside') return now;
  return before === 'inside' || now === 'outside' ? before : now;
}
