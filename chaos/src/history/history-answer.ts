import type { HistoryCounts, VerdictWord } from '@attest/evidence';
import type { EffectCounts } from './effects.js';
import type { LineProblem } from './history-checker.js';
import type { Mark, Outcome, Writes } from './writes.js';

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
  /** By kind; only where the history tells of effects. */
  readonly effects?: Readonly<Record<string, EffectCounts>>;
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
  /** Follows a number: `6 lost`. */
  readonly words: string;
  readonly mark: Mark;
  /** Only for writes with one of these outcomes; any unless given. */
  readonly outcomes?: readonly Outcome[];
}

/** Everything that breaks the promise of zero loss, the worst first. Each is decided for an id at a time. */
const rules = {
  lost: { words: 'lost', mark: 'isLost' },
  vanished: { words: 'shown by a read and then absent', mark: 'hasVanished' },
  // What nobody wrote has no content that would be the right one.
  corrupt: {
    words: 'stored with another content',
    mark: 'hasWrongHash',
    outcomes: ['acknowledged', 'unknown', 'failed'],
  },
  'failed-but-present': { words: 'failed but present', mark: 'isShown', outcomes: ['failed'] },
  phantom: { words: 'present but never written', mark: 'isShown', outcomes: ['never invoked'] },
  duplicate: { words: 'stored more than once', mark: 'hasDuplicateRows' },
  'fenced-acknowledgement': {
    words: 'acknowledged by a fenced epoch',
    mark: 'isAcknowledgedByFencedEpoch',
  },
  'stale-primary': {
    words: 'acknowledged but missing from a later read of the primary',
    mark: 'isMissedByPrimary',
  },
  'missing-effect': { words: 'acknowledged without their promised effect', mark: 'lacksEffect' },
  'duplicate-effect': { words: 'with an effect that was repeated', mark: 'hasRepeatedEffect' },
  'unfounded-effect': {
    words: 'with an effect though they failed or were never made',
    mark: 'hasUnfoundedEffect',
  },
} satisfies Record<string, RuleInfo>;

export type ViolationRule = keyof typeof rules;

const exampleLimit = 10;

/** @param unprovable what keeps a history without violations from being held */
export function historyAnswer(
  writes: Writes,
  unprovable: readonly string[],
  warnings: readonly LineProblem[],
  effects: Readonly<Record<string, EffectCounts>>,
): HistoryAnswer {
  const ruleNames = Object.keys(rules) as ViolationRule[];
  const found = ruleNames.map((rule) => ({
    rule,
    info: rules[rule] as RuleInfo,
    count: 0,
    examples: [] as string[],
  }));
  const lost: string[] = [];
  let acked = 0;
  let recovered = 0;
  let unknown = 0;
  for (const [id, write] of writes.ids()) {
    const outcome = writes.outcomeOf(write);
    if (outcome === 'acknowledged') acked += 1;
    if (outcome === 'unknown') {
      if (writes.has(write, 'isShownFinally')) recovered += 1;
      else unknown += 1;
    }
    if (writes.has(write, 'isLost')) lost.push(id);
    for (const entry of found) {
      const { mark, outcomes } = entry.info;
      if (!writes.has(write, mark) || outcomes?.includes(outcome) === false) continue;
      entry.count += 1;
      if (entry.examples.length < exampleLimit) entry.examples.push(id);
    }
  }
  const countOf = (wanted: ViolationRule) => found.find(({ rule }) => rule === wanted)?.count ?? 0;
  const counts: HistoryCounts = {
    acked,
    lost: lost.length,
    recovered,
    unknown,
    duplicate: countOf('duplicate'),
    corrupt: countOf('corrupt'),
    phantom: countOf('phantom'),
    failedButPresent: countOf('failed-but-present'),
    fencedAck: countOf('fenced-acknowledgement'),
  };
  const violations = found
    .filter(({ count }) => count > 0)
    .map(({ rule, count, examples }) => ({ rule, count, examples }));
  const told = Object.keys(effects).length === 0 ? {} : { effects };
  return { ...conclude(counts, violations, unprovable), counts, lost, violations, ...told, warnings };
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
