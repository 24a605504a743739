import { parseLsn } from '../lsn.js';
import type { DatabasePosition } from '../ports.js';
import type { Replication } from '../promotion.js';
import type { FailbackRefusal } from './reasons.js';

export interface OldPrimaryQuestion {
  /** Position of the old primary, read after it was told to refuse writes. */
  readonly old: DatabasePosition;
  readonly current: DatabasePosition;
  /** How far the current primary was when it was detached from the old one: here the timelines part. */
  readonly forkLsn: string | undefined;
  readonly replication: Pick<Replication, 'mode'>;
  /** A person has decided that what only the old primary has may be destroyed. */
  readonly discardUnreplicated: boolean;
}

export type OldPrimaryVerdict =
  /** A standby of the current primary already: nothing to seed. */
  | { readonly verdict: 'attached' }
  | { readonly verdict: 'seed'; readonly remark?: string }
  | { readonly verdict: 'refuse'; readonly reason: FailbackRefusal; readonly detail: string };

/**
 * May the data of the old primary be replaced by the current primary's?
 *
 * Seeding destroys whatever only the old primary has. With synchronous replication that was never acknowledged: the standbys that the failover
 * detached left it too few to acknowledge anything beyond the fork. Unless it became primary once more, which an epoch or a timeline that is not older shows.
 */
export function judgeOldPrimary(question: OldPrimaryQuestion): OldPrimaryVerdict {
  const { old, current, forkLsn, replication, discardUnreplicated } = question;
  const refuse = (reason: FailbackRefusal, detail: string): OldPrimaryVerdict => ({
    verdict: 'refuse',
    reason,
    detail,
  });
  if (current.role !== 'primary')
    return refuse('current-is-no-primary', `it is a standby on timeline ${current.timelineId}`);
  if (old.role === 'standby' && old.timelineId === current.timelineId) {
    return parseLsn(old.flushedLsn) <= parseLsn(current.flushedLsn) && old.epoch <= current.epoch
      ? { verdict: 'attached' }
      : refuse(
          'standby-ahead-of-primary',
          `the old primary is at ${old.flushedLsn} with epoch ${old.epoch}, the current one at ${current.flushedLsn} with epoch ${current.epoch}`,
        );
  }
  if (old.epoch >= current.epoch)
    return refuse(
      'old-primary-epoch-not-older',
      `the old primary has epoch ${old.epoch}, the current one ${current.epoch}`,
    );
  if (old.timelineId >= current.timelineId)
    return refuse(
      'old-primary-promoted-again',
      `the old primary is on timeline ${old.timelineId}, the current one on ${current.timelineId}`,
    );
  if (discardUnreplicated)
    return { verdict: 'seed', remark: 'what only the old primary had was given up by decision' };
  if (forkLsn === undefined)
    return refuse('fork-unknown', `the old primary is at ${old.flushedLsn} on timeline ${old.timelineId}`);
  const beyond = parseLsn(old.flushedLsn) - parseLsn(forkLsn);
  if (beyond <= 0n) return { verdict: 'seed' };
  if (replication.mode === 'asynchronous')
    return refuse(
      'old-primary-has-unreplicated-writes',
      `the old primary is at ${old.flushedLsn}, ${beyond} bytes beyond ${forkLsn}, where the timelines part`,
    );
  return {
    verdict: 'seed',
    remark: `${beyond} bytes of WAL that only the old primary had were replaced; none of it was acknowledged, for want of a synchronous standby`,
  };
}
