import { constants } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { checkEvents, checkHistory, checkHistoryStream } from './check-history.js';
import { formatHistory } from './format-history.js';
import type { HistoryAnswer } from './history-answer.js';
import type { HistoryEvent } from './history-event.js';

const east = 'us-east-1';
const west = 'eu-west-1';
const hash = (id: string) => `hash of ${id}`;
const invoke = (t: number, id: string, h = hash(id)): HistoryEvent => ({ t, op: 'invoke', id, hash: h });
const ok = (t: number, id: string, epoch = 1): HistoryEvent => ({
  t,
  op: 'ok',
  id,
  epoch,
  region: epoch === 1 ? east : west,
});
const fail = (t: number, id: string): HistoryEvent => ({ t, op: 'fail', id });
const info = (t: number, id: string): HistoryEvent => ({ t, op: 'info', id });
const fault = (t: number, phase: 'intent' | 'effective' | 'undone'): HistoryEvent => ({
  t,
  op: 'fault',
  fault: 'region-loss',
  phase,
});
const epoch = (t: number, number = 2): HistoryEvent => ({ t, op: 'epoch', epoch: number, region: west });
const row = (id: string, count = 1, h = hash(id)) => ({ id, hash: h, count });
type Rows = ReturnType<typeof row>[];
const rowsOf = (ids: string): Rows =>
  ids
    .split(' ')
    .filter(Boolean)
    .map((id) => row(id));
const read = (
  t: number,
  node: string,
  rows: Rows | string,
  more: { done?: number; final?: boolean } = {},
): HistoryEvent => ({
  t,
  op: 'read',
  node,
  rows: typeof rows === 'string' ? rowsOf(rows) : rows,
  ...more,
});
const final = (t: number, rows: Rows | string, node = west): HistoryEvent =>
  read(t, node, rows, { final: true });

function answerTo(events: readonly HistoryEvent[]): HistoryAnswer {
  const outcome = checkHistory(formatHistory(events).split('\n'));
  if ('refused' in outcome) throw new Error(JSON.stringify(outcome.refused));
  expect(checkEvents(events)).toEqual(outcome);
  return outcome.answer;
}

/** A region is lost between a and c; b is in flight and nobody hears of it; c is written to the new primary. */
const failover = [
  invoke(0, 'a'),
  ok(9, 'a'),
  invoke(95, 'b'),
  fault(100, 'intent'),
  fault(150, 'effective'),
  info(200, 'b'),
  epoch(300),
  invoke(310, 'c'),
  ok(320, 'c', 2),
];
const failoverEnd = [final(400, 'a c'), final(410, 'a c', 'ap-southeast-1')];

const cases: [
  string,
  readonly HistoryEvent[],
  HistoryAnswer['verdict'],
  Partial<HistoryAnswer['counts']>?,
][] = [
  [
    'holds a plain history with a final read after the last ok',
    [invoke(0, 'a'), ok(1, 'a'), final(2, 'a', east)],
    'held',
    { acked: 1 },
  ],
  ['holds a proven failover', [...failover, ...failoverEnd], 'held', { acked: 2, unknown: 1, recovered: 0 }],
  [
    'counts an unknown write in a final read as recovered',
    [...failover, final(400, 'a b c')],
    'held',
    { unknown: 0, recovered: 1 },
  ],
  [
    'counts a write without any completion as unknown',
    [invoke(0, 'a'), ok(1, 'a'), invoke(2, 'b'), final(9, 'a', east)],
    'held',
    { unknown: 1 },
  ],
  [
    'takes a failed write that is absent for what it is',
    [invoke(0, 'a'), ok(1, 'a'), invoke(2, 'b'), fail(3, 'b'), final(9, 'a', east)],
    'held',
    { unknown: 0, acked: 1 },
  ],
  [
    'takes a retry with one ok for acknowledged',
    [invoke(0, 'a'), info(1, 'a'), invoke(2, 'a'), ok(3, 'a'), final(9, 'a', east)],
    'held',
    { acked: 1, unknown: 0 },
  ],
  [
    'takes a retry that failed after an unknown attempt for unknown',
    [
      invoke(0, 'x'),
      ok(1, 'x'),
      invoke(2, 'a'),
      info(3, 'a'),
      invoke(4, 'a'),
      fail(5, 'a'),
      final(9, 'x a', east),
    ],
    'held',
    { recovered: 1, failedButPresent: 0 },
  ],

  ['finds a write missing from the final read', [...failover, final(400, 'c')], 'broken', { lost: 1 }],
  [
    'finds a write missing from one final read of several',
    [...failover, final(400, 'a c'), final(410, 'c', 'ap-southeast-1')],
    'broken',
    { lost: 1 },
  ],
  [
    'does not hold a final read against an ok at the same time or later',
    [invoke(0, 'a'), ok(5, 'a'), final(5, '', east), final(6, 'a', east)],
    'held',
    { lost: 0 },
  ],
  [
    'finds a wrong hash',
    [...failover, final(400, [row('a', 1, 'other'), row('c')])],
    'broken',
    { corrupt: 1, lost: 0 },
  ],
  [
    'does not ask for the right hash of what nobody wrote',
    [invoke(0, 'a'), ok(1, 'a'), read(2, west, [row('z', 1, 'x')]), final(9, 'a z', east)],
    'broken',
    { phantom: 1, corrupt: 0 },
  ],
  [
    'finds a wrong hash in a read that is not final',
    [invoke(0, 'a'), ok(1, 'a'), read(2, west, [row('a', 1, 'other')]), final(3, 'a', east)],
    'broken',
    { corrupt: 1 },
  ],
  [
    'finds a wrong hash of a row shown before its invocation',
    [read(0, east, [row('a', 1, 'other')]), invoke(0, 'a'), ok(1, 'a'), final(3, 'a', east)],
    'broken',
    { corrupt: 1 },
  ],
  [
    'finds a failed write that is present',
    [invoke(0, 'a'), ok(1, 'a'), invoke(2, 'b'), fail(3, 'b'), final(9, 'a b', east)],
    'broken',
    { failedButPresent: 1 },
  ],
  [
    'finds a row that nobody wrote',
    [invoke(0, 'a'), ok(1, 'a'), final(9, 'a z', east)],
    'broken',
    { phantom: 1 },
  ],
  [
    'finds a count above one',
    [invoke(0, 'a'), ok(1, 'a'), final(9, [row('a', 2)], east)],
    'broken',
    { duplicate: 1 },
  ],
  [
    'finds an id on two rows of one read',
    [invoke(0, 'a'), ok(1, 'a'), final(9, 'a a', east)],
    'broken',
    { duplicate: 1 },
  ],
  [
    'does not take the same row in two reads for a duplicate',
    [invoke(0, 'a'), ok(1, 'a'), final(9, 'a', east), final(9, 'a', west)],
    'held',
    { duplicate: 0 },
  ],

  [
    'finds an acknowledgement by a fenced epoch',
    [...failover, invoke(330, 'd'), ok(340, 'd', 1), final(400, 'a c d')],
    'broken',
    { fencedAck: 1 },
  ],
  [
    'accepts an old acknowledgement of a write invoked before the new epoch',
    [invoke(0, 'a'), epoch(5), ok(6, 'a', 1), final(9, 'a')],
    'held',
    { fencedAck: 0 },
  ],
  [
    'accepts an old acknowledgement of a write invoked at the instant of the new epoch',
    [invoke(0, 'x'), ok(1, 'x'), epoch(5), invoke(5, 'a'), ok(6, 'a', 1), final(9, 'a x')],
    'held',
    { fencedAck: 0 },
  ],
  [
    'holds a retry to the epoch that it was invoked in',
    [invoke(0, 'a'), info(1, 'a'), epoch(5), invoke(6, 'a'), ok(7, 'a', 1), final(9, 'a')],
    'broken',
    { fencedAck: 1 },
  ],

  [
    'finds a stale read of the primary',
    [invoke(0, 'a'), ok(1, 'a'), read(5, east, ''), final(9, 'a', east)],
    'broken',
    { lost: 0 },
  ],
  [
    'does not expect of a read what was acknowledged after it was sent',
    [invoke(0, 'a'), ok(6, 'a'), read(5.5, east, '', { done: 8 }), final(9, 'a', east)].toSorted(
      (a, b) => a.t - b.t,
    ),
    'held',
  ],
  ['lets a replica lag', [invoke(0, 'a'), ok(1, 'a'), read(5, west, ''), final(9, 'a', east)], 'held'],
  [
    'lets the old primary lag behind the new one',
    [...failover, read(350, east, 'a'), ...failoverEnd],
    'held',
  ],
  [
    'expects of the new primary what the old one acknowledged',
    [...failover, read(350, west, 'c'), ...failoverEnd],
    'broken',
    { lost: 0 },
  ],

  [
    'finds an unknown write shown and then absent on the same primary',
    [invoke(0, 'x'), ok(1, 'x'), invoke(2, 'a'), info(3, 'a'), read(4, east, 'x a'), final(9, 'x', east)],
    'broken',
    { unknown: 1 },
  ],
  [
    'finds an unknown write shown by the old primary and absent on the new one',
    [...failover.slice(0, 3), read(96, east, 'a b'), ...failover.slice(3), ...failoverEnd],
    'broken',
    { lost: 0 },
  ],
  [
    'does not hold the old primary to what the new one has shown',
    [...failover, read(330, west, 'a b c'), read(350, east, 'a'), final(400, 'a b c')],
    'held',
  ],
  [
    'does not hold a read to one that was not complete when it was sent',
    [
      invoke(0, 'x'),
      ok(1, 'x'),
      invoke(2, 'a'),
      read(4, east, 'x a', { done: 8 }),
      read(5, east, 'x'),
      final(9, 'x a', east),
    ],
    'held',
  ],
  [
    'holds a read to one that was complete when it was sent',
    [
      invoke(0, 'x'),
      ok(1, 'x'),
      invoke(2, 'a'),
      read(4, east, 'x a', { done: 5 }),
      read(5, east, 'x'),
      final(9, 'x a', east),
    ],
    'broken',
  ],

  ['proves nothing without an ok', [invoke(0, 'a'), info(1, 'a'), final(9, 'a', east)], 'inconclusive'],
  ['proves nothing without lines', [], 'inconclusive'],
  ['proves nothing without a final read', [invoke(0, 'a'), ok(1, 'a'), read(9, east, 'a')], 'inconclusive'],
  [
    'proves nothing when the last ok came after the final read',
    [invoke(0, 'a'), ok(1, 'a'), final(9, 'a', east), invoke(10, 'b'), ok(11, 'b')],
    'inconclusive',
  ],
  [
    'proves nothing when the newest primary was not read finally',
    [...failover, final(400, 'a c', 'ap-southeast-1')],
    'inconclusive',
  ],
  [
    'lets a violation outrank what cannot be proven',
    [invoke(0, 'a'), ok(1, 'a'), final(9, '', east), invoke(10, 'b'), ok(11, 'b')],
    'broken',
    { lost: 1 },
  ],

  [
    'proves nothing when the fault was never effective',
    [...failover.filter((e) => !(e.op === 'fault' && e.phase === 'effective')), ...failoverEnd],
    'inconclusive',
  ],
  [
    'proves nothing when the effect came before the intent',
    [
      ...failover.map((e) =>
        e.op === 'fault'
          ? { ...e, phase: e.phase === 'intent' ? ('effective' as const) : ('intent' as const) }
          : e,
      ),
      ...failoverEnd,
    ],
    'inconclusive',
  ],
  [
    'proves nothing when the fault was not intended',
    [...failover.filter((e) => !(e.op === 'fault' && e.phase === 'intent')), ...failoverEnd],
    'inconclusive',
  ],
  [
    'proves nothing when nothing was in flight',
    [...failover.filter((e) => !('id' in e && e.id === 'b')), ...failoverEnd],
    'inconclusive',
  ],
  [
    'accepts a write in flight when the fault was effective',
    [
      ...failover
        .map((e) => (e.op === 'invoke' && e.id === 'b' ? { ...e, t: 120 } : e))
        .toSorted((a, b) => a.t - b.t),
      ...failoverEnd,
    ],
    'held',
  ],
  [
    'proves nothing when the last ok was long before the fault',
    [
      invoke(0, 'a'),
      ok(9, 'a'),
      ...failover.slice(2).map((e) => ({ ...e, t: e.t + 2000 })),
      final(2400, 'a c'),
    ],
    'inconclusive',
  ],
  [
    'proves nothing when nothing was acknowledged after the newest epoch',
    [...failover.filter((e) => !('id' in e && e.id === 'c')), final(400, 'a')],
    'inconclusive',
  ],
  [
    'asks for an ok after the effect where no epoch changed',
    [
      invoke(0, 'a'),
      ok(9, 'a'),
      invoke(95, 'b'),
      fault(100, 'intent'),
      fault(150, 'effective'),
      ok(160, 'b'),
      final(400, 'a b', east),
    ],
    'held',
  ],
  [
    'is not content with an ok before the effect where no epoch changed',
    [
      invoke(0, 'a'),
      ok(9, 'a'),
      invoke(95, 'b'),
      fault(100, 'intent'),
      ok(120, 'b'),
      fault(150, 'effective'),
      final(400, 'a b', east),
    ],
    'inconclusive',
  ],
  [
    'does not take an epoch from before the fault for a recovery',
    [
      { t: 0, op: 'epoch', epoch: 1, region: east },
      invoke(0, 'a'),
      ok(9, 'a'),
      invoke(95, 'b'),
      fault(100, 'intent'),
      fault(150, 'effective'),
      final(400, 'a', east),
    ],
    'inconclusive',
  ],
];

describe('the history checker', () => {
  it.each(cases)('%s', (_name, events, verdict, counts = {}) => {
    const answer = answerTo(events);
    expect({ verdict: answer.verdict, ...pick(answer.counts, counts), reason: answer.reason }).toEqual({
      verdict,
      ...counts,
      reason: expect.stringMatching(/^.+\.$/),
    });
  });

  it('answers with every lost id', () => {
    const ids = Array.from({ length: 25 }, (_, index) => `w-${index}`);
    const events = [...ids.flatMap((id, t) => [invoke(t, id), ok(t, id)]), final(99, '', east)];
    expect(answerTo(events).lost).toEqual(ids);
  });

  it('says in one sentence what was broken, with numbers and examples', () => {
    expect(answerTo([...failover, final(400, 'c')]).reason).toBe(
      'Of 2 acknowledged writes: 1 lost (a); 1 acknowledged but missing from a later read of the primary (a).',
    );
  });

  it('counts ids, not attempts', () => {
    const events = [
      invoke(0, 'a'),
      info(1, 'a'),
      invoke(2, 'a'),
      info(3, 'a'),
      invoke(4, 'b'),
      ok(5, 'b'),
      final(9, 'b', east),
    ];
    expect(answerTo(events).counts).toMatchObject({ unknown: 1, acked: 1 });
  });
});

describe('effects of acknowledged writes', () => {
  const promising = (t: number, id: string, ...effects: string[]): HistoryEvent => ({
    t,
    op: 'invoke',
    id,
    hash: hash(id),
    effects,
  });
  const done = (t: number, kind: string, ids: Record<string, number>, isFinal = true): HistoryEvent => ({
    t,
    op: 'effects',
    kind,
    final: isFinal,
    rows: Object.entries(ids).map(([id, count]) => ({ id, count })),
  });
  const base = [promising(0, 'a', 'job'), ok(1, 'a'), invoke(2, 'b'), fail(3, 'b'), final(9, 'a', east)];

  it.each<[string, HistoryEvent[], HistoryAnswer['verdict'], string[]]>([
    ['are held when each took place once', [...base, done(10, 'job', { a: 1 })], 'held', []],
    [
      'prove nothing while nobody has looked finally',
      [...base, done(10, 'job', { a: 1 }, false)],
      'inconclusive',
      [],
    ],
    [
      'prove nothing where only another kind was looked at',
      [...base, done(10, 'image', {})],
      'inconclusive',
      [],
    ],
    ['break the promise when one is missing', [...base, done(10, 'job', {})], 'broken', ['missing-effect']],
    [
      'break the promise when one took place twice',
      [...base, done(10, 'job', { a: 2 })],
      'broken',
      ['duplicate-effect'],
    ],
    [
      'break the promise when one took place twice before the end',
      [...base, done(10, 'job', { a: 2 }, false), done(11, 'job', { a: 1 })],
      'broken',
      ['duplicate-effect'],
    ],
    [
      'break the promise for a write that failed',
      [...base, done(10, 'job', { a: 1, b: 1 })],
      'broken',
      ['unfounded-effect'],
    ],
    [
      'break the promise for a write that nobody made',
      [...base, done(10, 'job', { a: 1, z: 1 })],
      'broken',
      ['unfounded-effect'],
    ],
    [
      'may take place for a write of which nobody knows',
      [
        ...base.slice(0, 4),
        promising(4, 'c', 'job'),
        info(5, 'c'),
        final(9, 'a', east),
        done(10, 'job', { a: 1, c: 1 }),
      ],
      'held',
      [],
    ],
  ])('%s', (_name, events, verdict, rules) => {
    const answer = answerTo(events);
    expect([answer.verdict, answer.violations.map(({ rule }) => rule)]).toEqual([verdict, rules]);
  });

  it('may be repeated where nobody can keep them from it, which is counted', () => {
    const charged = { t: 10, op: 'effects', kind: 'charge', atLeastOnce: true } as const;
    const settled = [...base, done(10, 'job', { a: 1 })];
    const answer = answerTo([...settled, { ...charged, rows: [{ id: 'a', count: 2 }] }]);
    expect([answer.verdict, answer.effects?.charge?.duplicate]).toEqual(['held', 1]);
    // What nobody asked for is no repetition.
    expect(answerTo([...settled, { ...charged, rows: [{ id: 'z', count: 1 }] }]).verdict).toBe('broken');
    // Who looks once and does not say so has accused.
    const accusing = { ...charged, atLeastOnce: false, rows: [{ id: 'a', count: 2 }] };
    expect(answerTo([...settled, { ...charged, rows: [] }, accusing]).verdict).toBe('broken');
  });

  it('are counted by kind, and only where there are any', () => {
    expect(answerTo([...base, done(10, 'job', { a: 2, z: 1 })]).effects).toEqual({
      job: { promised: 1, missing: 0, duplicate: 1, unfounded: 1 },
    });
    expect(answerTo([invoke(0, 'a'), ok(1, 'a'), final(2, 'a', east)])).not.toHaveProperty('effects');
  });
});

const good = [invoke(0, 'a'), ok(1, 'a'), final(9, 'a', east)].map((event) => JSON.stringify(event));
const refusals: [string, string[], number[]][] = [
  ['bad JSON', ['{"t":0', ...good, ''], [1]],
  ['what is not an object', ['[]', 'null', '7', ...good], [1, 2, 3]],
  ['an unknown op', ['{"t":0,"op":"write","id":"a"}', ...good], [1]],
  ['a missing op', ['{"t":0}', ...good], [1]],
  ['a missing time', ['{"op":"invoke","id":"z","hash":"h"}', ...good], [1]],
  [
    'an invocation without hash, once',
    ['{"t":0,"op":"invoke","id":"z"}', '{"t":0,"op":"fail","id":"z"}', ...good],
    [1],
  ],
  [
    'an acknowledgement without epoch',
    [good[0] as string, '{"t":1,"op":"ok","id":"a","region":"r"}', good[2] as string, ''],
    [2],
  ],
  ['rows without count', ['{"t":0,"op":"read","node":"n","rows":[{"id":"a","hash":"h"}]}', ...good], [1]],
  ['effects that are no list', ['{"t":0,"op":"invoke","id":"z","hash":"h","effects":"job"}', ...good], [1]],
  ['effects without a kind', ['{"t":0,"op":"effects","rows":[]}', ...good], [1]],
  ['effects without a count', ['{"t":0,"op":"effects","kind":"job","rows":[{"id":"a"}]}', ...good], [1]],
  [
    'a time that is none, without accusing those after it',
    ['{"t":1e999,"op":"fail","id":"a"}', ...good],
    [1],
  ],
  ['rows that are nothing', ['{"t":0,"op":"read","node":"n","rows":[null]}', ...good], [1]],
  [
    'a read that was done before it was sent',
    ['{"t":0,"done":-1,"op":"read","node":"n","rows":[]}', ...good],
    [1],
  ],
  ['an unknown phase of a fault', ['{"t":0,"op":"fault","fault":"f","phase":"over"}', ...good], [1]],
  [
    'time that goes back, every such line',
    [...good, '{"t":8,"op":"info","id":"a"}', '{"t":8.5,"op":"info","id":"a"}', ''],
    [4, 5],
  ],
  ['lines that have changed places', [good[0], good[2], good[1], ''] as string[], [3]],
  ['a completion never invoked', ['{"t":0,"op":"fail","id":"z"}', ...good], [1]],
  [
    'an id invoked again with another hash',
    [good[0] as string, '{"t":0,"op":"invoke","id":"a","hash":"z"}', ...good.slice(1)],
    [2],
  ],
  ['every bad line at once', ['x', ...good, '', '{"t":3,"op":"fail","id":"z"}', '{"t":10}', ''], [1, 6, 7]],
  ['a bad last line that was ended properly', [...good, '{"t":10,"op":"inf', ''], [4]],
  ['a last line that is not torn but wrong', [...good, 'hello'], [4]],
];

describe('input that cannot be judged', () => {
  it.each(refusals)('refuses %s', (_name, lines, bad) => {
    const outcome = checkHistory(lines);
    expect('refused' in outcome && outcome.refused.map(({ line }) => line)).toEqual(bad);
  });

  it('skips blank lines and leaves out a torn last line with a warning', () => {
    const outcome = checkHistory(['', ...good, '  ', '{"t":10,"op":"invoke","id":"b","ha']);
    expect(outcome).toMatchObject({ answer: { verdict: 'held', warnings: [{ line: 6 }] } });
  });

  it.each([
    ['every line', good.flatMap((line) => [line, line])],
    ['a completion', [good[0], good[1], good[1], good[2]]],
    ['the final read', [...good, good[2]]],
  ] as [string, string[]][])('does not mind that %s was told twice', (_what, lines) => {
    expect(checkHistory([...lines, ''])).toMatchObject({
      answer: { verdict: 'held', counts: { acked: 1, lost: 0, duplicate: 0 } },
    });
  });

  it('does not mind a byte order mark and carriage returns', () => {
    expect(checkHistory(`\ufeff${good.join('\r\n')}\r\n`.split('\n'))).toMatchObject({
      answer: { verdict: 'held' },
    });
  });

  it('names all problems of a line in one entry', () => {
    expect(checkHistory(['{"op":"ok"}', ''])).toEqual({
      refused: [
        { line: 1, problem: '"t" is missing; "id" is missing; "epoch" is missing; "region" is missing' },
      ],
    });
  });

  it('refuses a line that is longer than a string may be, and still reads the others', async () => {
    const half = 'x'.repeat(constants.MAX_STRING_LENGTH / 2);
    async function* chunks() {
      yield `${good[0]}\n`;
      for (const piece of [half, half, half, '\n', 'hello\n']) yield piece;
    }
    expect(await checkHistoryStream(chunks())).toEqual({
      refused: [
        { line: 2, problem: expect.stringMatching(/longer than \d+ characters/) },
        { line: 3, problem: 'is not JSON' },
      ],
    });
  });

  it('judges a stream as it judges lines, wherever the pieces end', async () => {
    const text = formatHistory([...failover, ...failoverEnd]).replaceAll('"a"', '"ä"');
    const bytes = Buffer.from(text);
    const whole = checkHistory(text.split('\n'));
    for (const size of [1, 7, 64, bytes.length]) {
      expect(await checkHistoryStream(pieces(bytes, size))).toEqual(whole);
    }
  });
});

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

function pick<T extends object>(from: T, keys: Partial<T>): Partial<T> {
  return Object.fromEntries(Object.keys(keys).map((key) => [key, from[key as keyof T]])) as Partial<T>;
}
