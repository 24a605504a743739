import { parseLsn } from './lsn.js';
import type { DatabasePosition } from './ports.js';
import type { RefusalReason } from './reasons.js';

export interface Replication {
  mode: 'synchronous' | 'asynchronous';
  /** The n of `ANY n`: how many standbys have every acknowledged write. */
  quorum: number;
  /** All standbys that may count towards the quorum. */
  standbys: readonly string[];
}

export interface PromotionQuestion {
  candidate: string;
  replication: Replication;
  /** Standbys that were heard, with their positions *after* they were detached from the old primary. */
  heard: Readonly<Record<string, DatabasePosition>>;
  acceptDataLoss: boolean;
}

export type PromotionVerdict =
  | { verdict: 'promote'; lossPossible: boolean; detail: string }
  | { verdict: 'catch-up'; upstream: string; lsn: string; timelineId: number; detail: string }
  | { verdict: 'refuse'; reason: RefusalReason; detail: string };

/**
 * May the candidate become primary without missing an acknowledged write?
 *
 * With `ANY n` of m standbys an acknowledged write is on at least n of them, so at most m - n standbys lack it: of any
 * m - n + 1 standbys at least one has it, and so has the most advanced of them. As many detached standbys also leave the
 * old primary with fewer than n, so it can acknowledge nothing more, even if it lives on where nobody can reach it.
 * (Read and write quorum: Gifford, "Weighted Voting for Replicated Data", 1979, r + w > m.)
 */
export function judgePromotion(question: PromotionQuestion): PromotionVerdict {
  const { candidate, heard, replication } = question;
  const refuse = (reason: RefusalReason, detail: string): PromotionVerdict => ({
    verdict: 'refuse',
    reason,
    detail,
  });

  const position = heard[candidate];
  if (!position) return refuse('candidate-unreachable', `the database of ${candidate} could not be reached`);

  const synchronous = replication.mode === 'synchronous' && replication.quorum > 0;
  if (!synchronous && !question.acceptDataLoss)
    return refuse(
      'asynchronous-replication',
      'replication is asynchronous: an acknowledged write may exist on the old primary alone, so zero loss cannot be proven',
    );

  const names = replication.standbys.filter((name) => heard[name] !== undefined);
  const needed = replication.standbys.length - replication.quorum + 1;
  if (synchronous && names.length < needed) {
    const missing = replication.standbys.filter((name) => heard[name] === undefined);
    return refuse(
      'too-few-standbys',
      `acknowledged writes are on at least ${replication.quorum} of ${replication.standbys.length} standbys, so ${needed} must be heard to see ` +
        `them all; heard ${names.length} (${names.join(', ')}), not heard: ${missing.join(', ')}`,
    );
  }

  const primary = names.find((name) => heard[name]?.role === 'primary');
  if (primary) return refuse('not-a-standby', `${primary} is a primary already: somebody else promoted it`);

  const timelines = new Set(names.map((name) => heard[name]?.timelineId));
  if (timelines.size > 1)
    return refuse(
      'timelines-differ',
      `their WAL positions cannot be compared: ${names.map((name) => `${name} is on timeline ${heard[name]?.timelineId}`).join(', ')}`,
    );

  return compareWithPeers(question, names, position, !synchronous);
}

function compareWithPeers(
  { candidate, heard }: PromotionQuestion,
  names: readonly string[],
  position: DatabasePosition,
  lossPossible: boolean,
): PromotionVerdict {
  const positions = names.map((name) => `${name} ${heard[name]?.flushedLsn}`).join(', ');
  let ahead = { name: candidate, lsn: parseLsn(position.flushedLsn) };
  for (const name of names) {
    const lsn = parseLsn(heard[name]?.flushedLsn ?? '0/0');
    if (lsn > ahead.lsn) ahead = { name, lsn };
  }
  if (ahead.name === candidate)
    return {
      verdict: 'promote',
      lossPossible,
      detail: `no heard standby is ahead of ${candidate}: ${positions}`,
    };
  return {
    verdict: 'catch-up',
    upstream: ahead.name,
    lsn: heard[ahead.name]?.flushedLsn ?? '',
    timelineId: position.timelineId,
    detail: `${ahead.name} is ahead of ${candidate}: ${positions}`,
  };
}
