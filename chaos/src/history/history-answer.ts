import type { HistoryCounts, VerdictWord } from '@attest/evidence';
import type { EffectCounts } from './effects.js';
import type { LineProblem } from './history-checker.js';
import type { WalAnswer } from './wal/oracle.js';
import { anyOf, type Mark, type Outcome, outcomes, type Writes } from './writes.js';

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
  /** What the databases' own logs say; only where the history has their account. */
  readonly wal?: WalAnswer;
  readonly warnings: readonly LineProblem[];
}

/** What the writes themselves do not tell. */
export interface Findings {
  /** What keeps a history without violations from being held. */
  readonly unprovable: readonly string[];
  readonly warnings: readonly LineProblem[];
  readonly effects: Readonly<Record<string, EffectCounts>>;
  readonly wal: WalAnswer | undefined;
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

/** Marks of which each breaks some rule for a write with this outcome; most writes have none of them. */
const suspicious = Object.fromEntries(
  outcomes.map((outcome) => [
    outcome,
    anyOf(
      (Object.values(rules) as RuleInfo[])
        .filter((info) => info.outcomes?.includes(outcome) !== false)
        .map(({ mark }) => mark),
    ),
  ]),
) as Record<Outcome, number>;

const exampleLimit = 10;

export function historyAnswer(
  writes: Writes,
  { unprovable, warnings, effects, wal }: Findings,
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
    if (!writes.hasAny(write, suspicious[outcome])) continue;
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
  const concluded = conclude(counts, violations, [...unprovable, ...walDoubts(wal)], wal);
  const logs = wal === undefined ? {} : { wal };
  return { ...concluded, counts, lost, violations, ...told, ...logs, warnings };
}

/** What the second oracle adds to the reasons for which nothing is proven. */
function walDoubts(wal: WalAnswer | undefined): string[] {
  if (wal === undefined) return [];
  const doubts = wal.silent.map((node) => `the database of ${node} gave no account of its log`);
  if (wal.undecided > 0) {
    doubts.push(`the databases' logs do not decide on ${plural(wal.undecided, 'acknowledged write')}`);
  }
  return doubts;
}

/** Rules about what is there and what is not, of which the databases' logs know as well. */
const presenceRules: ReadonlySet<ViolationRule> = new Set(['lost', 'vanished', 'stale-primary']);

function conclude(
  counts: HistoryCounts,
  violations: readonly Violation[],
  unprovable: readonly string[],
  wal: WalAnswer | undefined,
): Pick<HistoryAnswer, 'verdict' | 'reason'> {
  const acked = plural(counts.acked, 'acknowledged write');
  const disputed = wal?.disputed ?? [];
  if (wal !== undefined && disputed.length > 0 && violations.every(({ rule }) => presenceRules.has(rule))) {
    const ids = disputed.slice(0, 3).join(', ');
    return {
      verdict: 'inconclusive',
      reason: `The two oracles disagree on ${plural(disputed.length, 'write')} (${ids}${disputed.length > 3 ? ', …' : ''}): by what reads showed ${counts.lost.toLocaleString('en-US')} of ${acked} were lost, by the databases' logs ${wal.missing.toLocaleString('en-US')}.`,
    };
  }
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
