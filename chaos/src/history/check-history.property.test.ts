import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkEvents } from './check-history.js';
import type { HistoryAnswer, ViolationRule } from './history-answer.js';
import type { HistoryEvent, HistoryRow } from './history-event.js';
import { sortHistory } from './sort-history.js';
import { scenario, simulate } from './testing/simulated-platform.js';

function answerTo(events: readonly HistoryEvent[]): HistoryAnswer {
  const outcome = checkEvents(sortHistory(events));
  if ('refused' in outcome) throw new Error(JSON.stringify(outcome.refused));
  return outcome.answer;
}

type Rows = Extract<HistoryEvent, { op: 'read' }>;
const changeReads = (
  events: readonly HistoryEvent[],
  applies: (read: Rows) => boolean,
  change: (rows: readonly HistoryRow[]) => readonly HistoryRow[],
) =>
  events.map((event) =>
    event.op === 'read' && applies(event) ? { ...event, rows: change(event.rows) } : event,
  );

const victim = 'w-0';
const unheard = 'w-1';
const late = 'w-2';
const isFinal = (read: Rows) => read.final === true;
const isFinalPrimary = (read: Rows) => isFinal(read) && read.node === 'eu-west-1';
const without = (id: string) => (rows: readonly HistoryRow[]) => rows.filter((row) => row.id !== id);
const victimRow = { id: victim, hash: 'hash-0', count: 1 };
const unheardRow = { id: unheard, hash: 'hash-1', count: 1 };

/** Liars, each with the rule that has to catch it. */
const mutants: Record<
  string,
  { rule: ViolationRule; lie: (events: HistoryEvent[]) => readonly HistoryEvent[] }
> = {
  'loses an acknowledged write everywhere': {
    rule: 'lost',
    lie: (events) => changeReads(events, (read) => read.t > 9900, without(victim)),
  },
  'loses an acknowledged write on one replica': {
    rule: 'lost',
    lie: (events) =>
      changeReads(events, (read) => isFinal(read) && read.node === 'ap-southeast-1', without(victim)),
  },
  'counts two rows for one id': {
    rule: 'duplicate',
    lie: (events) =>
      changeReads(events, isFinalPrimary, (rows) =>
        rows.map((row) => (row.id === victim ? { ...row, count: 2 } : row)),
      ),
  },
  'lists one id twice': {
    rule: 'duplicate',
    lie: (events) => changeReads(events, isFinalPrimary, (rows) => [...rows, victimRow]),
  },
  'stores another content': {
    rule: 'corrupt',
    lie: (events) =>
      changeReads(events, isFinalPrimary, (rows) =>
        rows.map((row) => (row.id === victim ? { ...row, hash: 'other' } : row)),
      ),
  },
  'acknowledges with the fenced epoch': {
    rule: 'fenced-acknowledgement',
    lie: (events) =>
      events.map((event) => (event.op === 'ok' && event.id === late ? { ...event, epoch: 1 } : event)),
  },
  'reads stale data on the primary': {
    rule: 'stale-primary',
    lie: (events) => [...events, { t: 18_000, op: 'read', node: 'eu-west-1', rows: [] }],
  },
  'shows a write that nobody made': {
    rule: 'phantom',
    lie: (events) =>
      changeReads(events, isFinalPrimary, (rows) => [...rows, { id: 'ghost', hash: 'boo', count: 1 }]),
  },
  'shows an unheard write on the old primary and forgets it': {
    rule: 'vanished',
    lie: (events) => [...events, { t: 9940, op: 'read', node: 'us-east-1', rows: [victimRow, unheardRow] }],
  },
  'keeps a write that it turned away': {
    rule: 'failed-but-present',
    lie: (events) => [
      ...changeReads(events, isFinalPrimary, (rows) => [...rows, { id: 'no', hash: 'h', count: 1 }]),
      { t: 12_000, op: 'invoke', id: 'no', hash: 'h' },
      { t: 12_100, op: 'fail', id: 'no' },
    ],
  },
};

describe('the history checker, against simulated platforms', () => {
  it('never breaks a correct one, however its writes, reads and retries fall', () => {
    fc.assert(
      fc.property(scenario, (simulated) => {
        expect(answerTo(simulate(simulated).events)).toMatchObject({ verdict: 'held', violations: [] });
      }),
      { numRuns: 300 },
    );
  });

  it.each(Object.entries(mutants))('catches one that %s', (_name, { rule, lie }) => {
    fc.assert(
      fc.property(scenario, (simulated) => {
        const answer = answerTo(lie(simulate(simulated).events));
        expect(answer.verdict).toBe('broken');
        expect(answer.violations.map((violation) => violation.rule)).toContain(rule);
      }),
      { numRuns: 60 },
    );
  });

  it('counts exactly the acknowledged ids, and what was lost of them', () => {
    fc.assert(
      fc.property(scenario, (simulated) => {
        const { events } = simulate(simulated);
        const acked = new Set(events.flatMap((event) => (event.op === 'ok' ? [event.id] : [])));
        const answer = answerTo(changeReads(events, isFinal, () => []));
        expect(answer.counts).toMatchObject({ acked: acked.size, lost: acked.size, recovered: 0 });
        expect(new Set(answer.lost)).toEqual(acked);
      }),
      { numRuns: 60 },
    );
  });
});
