import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkEvents, checkHistory } from '../check-history.js';
import type { HistoryAnswer } from '../history-answer.js';
import type { HistoryEvent, HistoryRow } from '../history-event.js';
import { sortHistory } from '../sort-history.js';
import type { WalAccount } from './receipt.js';

/*
 * A primary and a standby as logs of records, so that rows, positions and transaction numbers all follow from what was replicated,
 * as they do in PostgreSQL, and nothing is made to agree by hand.
 */
interface LogRecord {
  readonly kind: 'row' | 'commit';
  readonly xid: number;
  readonly id: string;
}

interface Scenario {
  /** Before and after the loss; each write is two records, and other writes may come between them. */
  readonly before: readonly { readonly interleaved: boolean }[];
  readonly after: number;
  /** Share of the old primary's log that the standby has received when it is promoted. */
  readonly received: number;
  readonly isSynchronous: boolean;
}

const scenario: fc.Arbitrary<Scenario> = fc.record({
  before: fc.array(fc.record({ interleaved: fc.boolean() }), { minLength: 2, maxLength: 12 }),
  after: fc.integer({ min: 1, max: 5 }),
  received: fc.double({ min: 0, max: 1, noNaN: true }),
  isSynchronous: fc.boolean(),
});

const firstXid = 700;
/** A record is 8 long, as PostgreSQL aligns them. */
const lsnAfter = (records: number) => `0/${(0x1000 + records * 8).toString(16).toUpperCase()}`;

function rowsOf(log: readonly LogRecord[]): HistoryRow[] {
  const committed = new Set(log.flatMap(({ kind, xid }) => (kind === 'commit' ? [xid] : [])));
  return log
    .filter(({ kind, xid }) => kind === 'row' && committed.has(xid))
    .map(({ id }) => ({ id, hash: 'h', count: 1 }));
}

function simulate({ before, after, received, isSynchronous }: Scenario) {
  const old: LogRecord[] = [];
  const receipts = new Map<string, { lsn: string; xid: number; commitAt: number }>();
  const open: { xid: number; id: string }[] = [];
  const commit = () => {
    for (const { xid, id } of open.splice(0)) {
      old.push({ kind: 'commit', xid, id });
      const receipt = receipts.get(id);
      if (receipt !== undefined) receipt.commitAt = old.length;
    }
  };
  before.forEach(({ interleaved }, index) => {
    const [xid, id] = [firstXid + index, `w-${index}`];
    old.push({ kind: 'row', xid, id });
    receipts.set(id, { lsn: lsnAfter(old.length), xid, commitAt: Number.POSITIVE_INFINITY });
    open.push({ xid, id });
    if (!interleaved) commit();
  });
  commit();
  const kept = Math.round(received * old.length);
  const inherited = old.slice(0, kept);
  const switchedAt = lsnAfter(kept);
  // The new primary gives out again what it never saw.
  const nextXid = Math.max(firstXid - 1, ...inherited.map(({ xid }) => xid)) + 1;
  const fresh: LogRecord[] = [];
  const events: HistoryEvent[] = [
    { t: 0, op: 'epoch', epoch: 1, region: 'east' },
    { t: 500, op: 'epoch', epoch: 2, region: 'west' },
  ];
  let t = 1;
  for (const [id, { lsn, xid, commitAt }] of receipts) {
    t += 1;
    events.push({ t, op: 'invoke', id, hash: 'h' });
    const isHeard = !isSynchronous || commitAt <= kept;
    const wal = { timeline: 1, lsn, xid: String(xid) };
    if (isHeard) events.push({ t: t + 100, op: 'ok', id, epoch: 1, region: 'east', wal });
    else events.push({ t: t + 100, op: 'info', id });
  }
  for (let index = 0; index < after; index += 1) {
    const [xid, id] = [nextXid + index, `n-${index}`];
    fresh.push({ kind: 'row', xid, id });
    const wal = { timeline: 2, lsn: lsnAfter(kept + fresh.length), xid: String(xid) };
    fresh.push({ kind: 'commit', xid, id });
    events.push({ t: 600 + index, op: 'invoke', id, hash: 'h' });
    events.push({ t: 700 + index, op: 'ok', id, epoch: 2, region: 'west', wal });
  }
  const log = [...inherited, ...fresh];
  const known = new Set(log.map(({ xid }) => String(xid)));
  const committed = new Set(log.flatMap(({ kind, xid }) => (kind === 'commit' ? [String(xid)] : [])));
  const account: WalAccount = {
    node: 'west',
    timeline: 2,
    lsn: lsnAfter(log.length),
    history: [{ timeline: 1, until: switchedAt }],
    committed: [...committed],
    aborted: [...known].filter((xid) => !committed.has(xid)),
  };
  events.push({ t: 900, op: 'wal', ...account });
  const read = (rows: readonly HistoryRow[]): HistoryEvent => ({
    t: 890,
    op: 'read',
    node: 'west',
    final: true,
    rows,
  });
  return { events, read, truth: rowsOf(log), onOldPrimary: rowsOf(old) };
}

function answerTo(events: readonly HistoryEvent[]): HistoryAnswer {
  const outcome = checkEvents(sortHistory(events));
  if ('refused' in outcome) throw new Error(JSON.stringify(outcome.refused));
  return outcome.answer;
}

describe("the databases' own logs and what is read from them", () => {
  it('agree on every loss and on every run without one', () => {
    const seen = { held: 0, broken: 0, inconclusive: 0 };
    fc.assert(
      fc.property(scenario, (it) => {
        const { events, read, truth } = simulate(it);
        const answer = answerTo([...events, read(truth)]);
        seen[answer.verdict] += 1;
        expect(answer.wal).toMatchObject({
          undecided: 0,
          missing: answer.counts.lost,
          disputed: [],
          silent: [],
        });
        if (it.isSynchronous) expect(answer.verdict).toBe('held');
      }),
      { numRuns: 500 },
    );
    // Both kinds occur, or agreeing would be cheap.
    expect(seen.held).toBeGreaterThan(100);
    expect(seen.broken).toBeGreaterThan(100);
  });

  it('disagree when somebody reads the old primary, where nothing is missing', () => {
    let caught = 0;
    fc.assert(
      fc.property(scenario, (it) => {
        const { events, read, truth, onOldPrimary } = simulate(it);
        const fresh = truth.filter(({ id }) => id.startsWith('n-'));
        const honest = answerTo([...events, read(truth)]);
        const answer = answerTo([...events, read([...onOldPrimary, ...fresh])]);
        expect(answer.wal?.disputed).toEqual(honest.lost);
        if (honest.lost.length === 0) return;
        caught += 1;
        // What was lost is there to be seen: by rows alone nothing would be wrong.
        expect(answer.counts.lost).toBe(0);
        expect(answer).toMatchObject({ verdict: 'inconclusive' });
        expect(answer.reason).toContain('The two oracles disagree');
      }),
      { numRuns: 200 },
    );
    expect(caught).toBeGreaterThan(30);
  });

  it('disagree when a row that was committed is not shown', () => {
    fc.assert(
      fc.property(scenario, (it) => {
        const { events, read, truth } = simulate(it);
        const answer = answerTo([...events, read(truth.filter(({ id }) => id !== 'n-0'))]);
        expect(answer.wal?.disputed).toEqual(['n-0']);
        expect(answer.verdict).toBe('inconclusive');
      }),
      { numRuns: 60 },
    );
  });

  it('do not excuse what is not about presence', () => {
    const { events, read, truth } = simulate({
      before: [{ interleaved: false }, { interleaved: false }],
      after: 1,
      received: 1,
      isSynchronous: true,
    });
    const rows = truth.slice(1).map((row) => ({ ...row, hash: 'other' }));
    expect(answerTo([...events, read(rows)]).verdict).toBe('broken');
  });

  it('leave it open when an account or a receipt is missing', () => {
    const { events, read, truth } = simulate({
      before: [{ interleaved: false }, { interleaved: false }],
      after: 1,
      received: 1,
      isSynchronous: true,
    });
    const without = events.map((event) => (event.op === 'ok' ? { ...event, wal: undefined } : event));
    const undecided = answerTo([...(without as HistoryEvent[]), read(truth)]);
    expect(undecided).toMatchObject({ verdict: 'inconclusive', wal: { undecided: 3 } });
    const elsewhere = { ...read(truth), node: 'south' } as HistoryEvent;
    const silent = answerTo([...events, read(truth), elsewhere]);
    expect(silent).toMatchObject({ verdict: 'inconclusive', wal: { silent: ['south'] } });
    expect(answerTo([...events.filter(({ op }) => op !== 'wal'), read(truth)]).wal).toBeUndefined();
  });
});

describe('what is no receipt and no account', () => {
  const invoke = '{"t":1,"op":"invoke","id":"a","hash":"h"}';
  const account = '"op":"wal","node":"w","timeline":2,"lsn":"0/1","history":[],"committed":[],"aborted":[]';
  it.each([
    [
      '{"t":2,"op":"ok","id":"a","epoch":1,"region":"r","wal":{"timeline":1,"lsn":"x","xid":"7"}}',
      /"wal" must/,
    ],
    [`{"t":2,${account.replace('0/1', '01')}}`, /"lsn" must be a position/],
    [`{"t":2,${account.replace('"history":[]', '"history":[{"timeline":1}]')}}`, /"history" must be/],
    [`{"t":2,${account.replace('"aborted":[]', '"aborted":[7]')}}`, /"aborted" must be/],
  ])('is refused: %s', (line, problem) => {
    expect(checkHistory([invoke, line, ''])).toMatchObject({
      refused: [{ line: 2, problem: expect.stringMatching(problem) }],
    });
  });
});
