import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkEvents } from './check-history.js';
import type { HistoryAnswer, ViolationRule } from './history-answer.js';
import type { HistoryEvent, HistoryRow } from './history-event.js';
import { sortHistory } from './sort-history.js';

/** What becomes of a write: heard by the client, unheard but stored, unheard and not stored, or turned away. */
type Fate = 'acknowledged' | 'stored-unheard' | 'lost-unheard' | 'failed';

interface SimulatedWrite {
  readonly startT: number;
  readonly ms: number;
  readonly fate: Fate;
  readonly isRetried: boolean;
}

const promotionT = 10_000;
const endT = 20_000;
const nodes = ['us-east-1', 'eu-west-1', 'ap-southeast-1'] as const;

const write = fc.record<SimulatedWrite>({
  startT: fc.integer({ min: 0, max: endT - 1 }),
  ms: fc.integer({ min: 1, max: 400 }),
  fate: fc.constantFrom<Fate>('acknowledged', 'stored-unheard', 'lost-unheard', 'failed'),
  isRetried: fc.boolean(),
});
/** One write in flight at the fault, one acknowledged shortly before it and one after the promotion make every run provable. */
const anchors: SimulatedWrite[] = [
  { startT: 9500, ms: 100, fate: 'acknowledged', isRetried: false },
  { startT: 9850, ms: 300, fate: 'lost-unheard', isRetried: false },
  { startT: 15_000, ms: 100, fate: 'acknowledged', isRetried: false },
];
const scenario = fc.record({
  writes: fc.array(write, { maxLength: 40 }).map((writes) => [...anchors, ...writes]),
  readTs: fc.array(fc.integer({ min: 0, max: endT }), { maxLength: 8 }),
  lagMs: fc.integer({ min: 0, max: 3000 }),
});

interface Stored extends HistoryRow {
  readonly storedT: number;
}

/** A correct platform: what is acknowledged is on every node that can become primary, before the acknowledgement. */
function simulate({ writes, readTs, lagMs }: typeof scenario extends fc.Arbitrary<infer T> ? T : never): {
  events: HistoryEvent[];
  stored: Stored[];
} {
  const events: HistoryEvent[] = [
    { t: 9900, op: 'fault', fault: 'region-loss', phase: 'intent' },
    { t: 9950, op: 'fault', fault: 'region-loss', phase: 'effective' },
    { t: promotionT, op: 'epoch', epoch: 2, region: 'eu-west-1' },
  ];
  const stored: Stored[] = [];
  writes.forEach(({ startT, ms, fate, isRetried }, index) => {
    const id = `w-${index}`;
    const hash = `hash-${index}`;
    // Nobody answers while there is no primary: an acknowledgement that would fall into it is never heard.
    const doneT = startT + ms;
    const isCut = startT < promotionT && doneT >= 9950;
    const heard = isCut && fate === 'acknowledged' ? 'stored-unheard' : fate;
    events.push({ t: startT, op: 'invoke', id, hash });
    if (heard === 'acknowledged' || heard === 'stored-unheard') {
      stored.push({ id, hash, count: 1, storedT: startT + ms / 2 });
    }
    if (heard === 'acknowledged') {
      const primary =
        startT > promotionT ? { epoch: 2, region: 'eu-west-1' } : { epoch: 1, region: 'us-east-1' };
      events.push({ t: doneT, op: 'ok', id, ...primary });
    } else {
      events.push({ t: doneT, op: heard === 'failed' ? 'fail' : 'info', id });
    }
    if (isRetried && heard === 'stored-unheard') {
      const retryT = Math.max(doneT, promotionT) + 500;
      events.push({ t: retryT, op: 'invoke', id, hash });
      events.push({ t: retryT + ms, op: 'ok', id, epoch: 2, region: 'eu-west-1' });
    }
  });
  const rowsAt = (t: number) =>
    stored.filter(({ storedT }) => storedT <= t).map(({ id, hash, count }) => ({ id, hash, count }));
  for (const t of readTs) {
    const primary = t > promotionT ? 'eu-west-1' : 'us-east-1';
    events.push({ t, done: t + 20, op: 'read', node: primary, rows: rowsAt(t + 10) });
    events.push({ t, op: 'read', node: 'ap-southeast-1', rows: rowsAt(t - lagMs) });
  }
  for (const node of nodes.slice(1)) {
    events.push({ t: endT + 5000, op: 'read', node, final: true, rows: rowsAt(endT + 5000) });
  }
  return { events: sortHistory(events), stored };
}

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
