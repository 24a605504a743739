import type { HistoryCounts, VerdictWord } from '@attest/evidence';
import type { LineProblem } from './history-checker.js';
import { type Outcome, outcomeOf, type WriteRecord } from './write-record.js';

/** What `attest replay history` prints. */
export interface HistoryAnswer {
  readonly verdict: VerdictWord;
  /** One sentence. */
  readonly reason: string;
  /** Counts of ids. */
  readonly counts: HistoryCounts;
  /** The id of every lost write, in the order of their invocation. */
  readonly lost: readonly string[];
  /** Every rule that was broken. */
  readonly violations: readonly Violation[];
  readonly warnings: readonly LineProblem[];
}

export interface Violation {
  readonly rule: ViolationRule;
  /** How many ids. */
  readonly count: number;
  /** The first ids, at most ten. */
  readonly examples: readonly string[];
}

interface RuleInfo {
  /** Follows a number: `6 acknowledged writes lost`. */
  readonly words: string;
  readonly broken: (write: WriteRecord, outcome: Outcome) => boolean;
}

/** Everything that breaks the promise of zero loss, the worst first. Each is decided for an id at a time. */
const rules = {
  lost: { words: 'lost', broken: ({ isLost }) => isLost },
  vanished: { words: 'shown by a read and then absent', broken: ({ hasVanished }) => hasVanished },
  corrupt: { words: 'stored with another content', broken: ({ hasWrongHash }) => hasWrongHash },
  'failed-but-present': {
    words: 'failed but present',
    broken: ({ shown }, outcome) => shown && outcome === 'failed',
  },
  phantom: {
    words: 'present but never written',
    broken: ({ shown }, outcome) => shown && outcome === 'never invoked',
  },
  duplicate: { words: 'stored more than once', broken: ({ hasDuplicateRows }) => hasDuplicateRows },
  'fenced-acknowledgement': {
    words: 'acknowledged by a fenced epoch',
    broken: ({ acknowledgedByFencedEpoch }) => acknowledgedByFencedEpoch,
  },
  'stale-primary': {
    words: 'acknowledged but missing from a later read of the primary',
    broken: ({ isMissedByPrimary }) => isMissedByPrimary,
  },
} satisfies Record<string, RuleInfo>;

export type ViolationRule = keyof typeof rules;

const exampleLimit = 10;

/**
 * @param writes every id that was invoked or shown
 * @param unprovable what keeps a history without violations from being held
 */
export function historyAnswer(
  writes: Iterable<WriteRecord>,
  unprovable: readonly string[],
  warnings: readonly LineProblem[],
): HistoryAnswer {
  const found = Object.fromEntries(
    Object.keys(rules).map((rule) => [rule, { count: 0, examples: [] }]),
  ) as unknown as Record<ViolationRule, { count: number; examples: string[] }>;
  const lost: string[] = [];
  let acked = 0;
  let recovered = 0;
  let unknown = 0;
  for (const write of writes) {
    const outcome = outcomeOf(write);
    if (outcome === 'acknowledged') acked += 1;
    if (outcome === 'unknown' && write.shownFinally) recovered += 1;
    if (outcome === 'unknown' && !write.shownFinally) unknown += 1;
    if (write.isLost) lost.push(write.id);
    for (const [rule, { broken }] of Object.entries(rules) as [ViolationRule, RuleInfo][]) {
      if (!broken(write, outcome)) continue;
      const entry = found[rule];
      entry.count += 1;
      if (entry.examples.length < exampleLimit) entry.examples.push(write.id);
    }
  }
  const counts: HistoryCounts = {
    acked,
    lost: lost.length,
    recovered,
    unknown,
    duplicate: found.duplicate.count,
    corrupt: found.corrupt.count,
    phantom: found.phantom.count,
    failedButPresent: found['failed-but-present'].count,
    fencedAck: found['fenced-acknowledgement'].count,
  };
  const violations = (Object.keys(rules) as ViolationRule[])
    .map((rule) => ({ rule, ...found[rule] }))
    .filter(({ count }) => count > 0);
  return { ...conclude(counts, violations, unprovable), counts, lost, violations, warnings };
}

function conclude(
  counts: HistoryCounts,
  violations: readonly Violation[],
  unprovable: readonly string[],
): Pick<HistoryAnswer, 'verdict' | 'reason'> {
  const acked = plural(counts.acked, 'acknowledged write');
  if (violations.length > 0) {
    const found = violations.map(({ rule, count, examples }) => {
      const ids = examples.slice(0, 3).join(', ');
      return `${count.toLocaleString('en-US')} ${rules[rule].words} (${ids}${count > 3 ? ', …' : ''})`;
    });
    return { verdict: 'broken', reason: `Of ${acked}: ${found.join('; ')}.` };
  }
  if (unprovable.length > 0) {
    return {
      verdict: 'inconclusive',
      reason: `No violation among ${acked}, but ${unprovable.join('; ')}.`,
    };
  }
  const unknown = counts.recovered + counts.unknown;
  const outcomes =
    unknown === 0
      ? 'every outcome is known'
      : `${plural(unknown, 'unknown outcome')}, of which ${counts.recovered.toLocaleString('en-US')} were stored`;
  return { verdict: 'held', reason: `None of ${acked} was lost; ${outcomes}.` };
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
