import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkHistory, checkHistoryStream } from './check-history.js';
import type { HistoryOutcome } from './history-checker.js';
import { type NaiveOutcome, naiveCheck } from './testing/naive-checker.js';

const ids = ['a', 'b', 'c', 'ü', '__proto__'] as const;
const regions = ['east', 'west'] as const;
const id = fc.constantFrom(...ids);
const region = fc.constantFrom(...regions);
/** One hash an id, and now and then another. */
const hash = fc.oneof(
  { weight: 30, arbitrary: fc.constant('h') },
  { weight: 1, arbitrary: fc.constant('H') },
);
const epoch = fc.integer({ min: 1, max: 3 });
const phase = fc.constantFrom('intent', 'effective', 'effective', 'undone');
const kind = fc.constantFrom('job', 'webhook');
const row = fc.record({
  id,
  hash,
  count: fc.oneof({ weight: 30, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(2) }),
});

/** How long after the line before it; mostly the same instant or the next, sometimes beyond the second that proof allows. */
const stepMs = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(0, 1, 2) },
  { weight: 1, arbitrary: fc.constant(1500) },
  { weight: 1, arbitrary: fc.constant(-1) },
);
const operation = fc.oneof(
  { weight: 8, arbitrary: fc.record({ op: fc.constant('invoke'), id, hash }) },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant('invoke'), id, hash, effects: fc.subarray(['job', 'webhook']) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant('effects'),
      kind,
      final: fc.boolean(),
      atLeastOnce: fc.boolean(),
      rows: fc.array(row, { maxLength: 4 }),
    }),
  },
  { weight: 8, arbitrary: fc.record({ op: fc.constant('ok'), id, epoch, region }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('fail'), id }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('info'), id }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('epoch'), epoch, region }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('fault'), fault: fc.constantFrom('x', 'y'), phase }) },
  {
    weight: 6,
    arbitrary: fc.record(
      {
        op: fc.constant('read'),
        node: region,
        rows: fc.oneof(
          fc.array(row, { maxLength: 5 }),
          fc.subarray([...ids]).map((shown) => shown.map((one) => ({ id: one, hash: 'h', count: 1 }))),
        ),
        final: fc.boolean(),
        lasts: fc.integer({ min: 0, max: 6 }),
      },
      { requiredKeys: ['op', 'node', 'rows'] },
    ),
  },
);
const timed = fc.array(fc.tuple(stepMs, operation), { maxLength: 24 }).map((steps) => {
  let t = 0;
  return steps.map(([ms, { ...event }]) => {
    t += ms;
    const { lasts, ...fields } = event as { lasts?: number };
    return { t, ...(lasts === undefined ? {} : { done: t + lasts }), ...fields };
  });
});

/** Completions that follow an invocation, and hashes that fit: what is left of the noise once most of it would be refused. */
const plausible = timed.map((events) => {
  const invoked = new Set<string>();
  let newest = Number.NEGATIVE_INFINITY;
  return events
    .filter((event) => {
      const { op, id: name, t } = event as { op?: string; id?: string; t: number };
      if (t < newest) return false;
      if (op === 'invoke') invoked.add(name ?? '');
      const isKept = op === 'invoke' || name === undefined || invoked.has(name);
      if (isKept) newest = t;
      return isKept;
    })
    .map((event) => ('hash' in event ? { ...event, hash: 'h' } : event));
});

/** What a platform that mostly keeps its word would leave: its reads show what was acknowledged, but for what a lie takes out or adds. */
const honest = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.constantFrom(0, 1, 1, 2, 1500),
        fc.constantFrom(
          'write',
          'write',
          'write',
          'unheard',
          'failed',
          'retried',
          'read',
          'read',
          'replica',
          'fault',
          'take-over',
        ),
        fc.oneof(
          { weight: 12, arbitrary: fc.constant('truth') },
          { weight: 1, arbitrary: fc.constantFrom('omit', 'add', 'old epoch') },
        ),
      ),
      { maxLength: 14 },
    ),
    fc.constantFrom(1, 1, 1, 0, 2),
  )
  .map(([steps, forgetful]) => {
    const events: object[] = [];
    const stored: string[] = [];
    let t = 0;
    let takeOvers = 0;
    let phases = 0;
    const primary = () => ({ epoch: takeOvers + 1, region: regions[takeOvers % 2] });
    const read = (node: string | undefined, lie: string, final: boolean) => {
      const shown = lie === 'omit' ? stored.slice(1) : lie === 'add' ? [...stored, 'ghost'] : stored;
      events.push({
        t,
        op: 'read',
        node,
        final,
        rows: shown.map((one) => ({ id: one, hash: 'h', count: 1 })),
      });
    };
    steps.forEach(([ms, step, lie], place) => {
      t += ms;
      const name = `w-${place}`;
      const ok = (at: number, epochOf = lie === 'old epoch' ? 1 : primary().epoch) =>
        events.push({ t: at, op: 'ok', id: name, epoch: epochOf, region: regions[(epochOf - 1) % 2] });
      if (step === 'read') read(primary().region, lie, false);
      else if (step === 'replica') read(regions[(takeOvers + 1) % 2], lie, false);
      else if (step === 'fault') {
        events.push({
          t,
          op: 'fault',
          fault: 'x',
          phase: ['intent', 'effective', 'undone'][Math.min(phases, 2)],
        });
        phases += 1;
      } else if (step === 'take-over') {
        takeOvers += 1;
        events.push({ t, op: 'epoch', ...primary() });
      } else {
        events.push({
          t,
          op: 'invoke',
          id: name,
          hash: 'h',
          ...(place % 3 === 0 ? { effects: ['job'] } : {}),
        });
        if (step === 'failed') events.push({ t, op: 'fail', id: name });
        if (step === 'unheard' && lie === 'truth') stored.push(name);
        if (step === 'retried')
          events.push({ t, op: 'info', id: name }, { t, op: 'invoke', id: name, hash: 'h' });
        if (step === 'write' || step === 'retried') {
          ok(t);
          stored.push(name);
        }
      }
    });
    t += 1;
    for (const node of regions) read(node, 'truth', true);
    const jobs = stored.map((one) => ({ id: one, count: one === 'w-6' ? forgetful : 1 }));
    events.push({ t, op: 'effects', kind: 'job', final: true, rows: jobs.filter(({ count }) => count > 0) });
    return events;
  });

const spoil: Record<string, (line: string) => string> = {
  nothing: (line) => line,
  'a carriage return': (line) => `${line}\r`,
  'blanks around it': (line) => `  ${line}\t`,
  'its end torn off': (line) => line.slice(0, Math.max(1, line.length - 7)),
  'a number as text': (line) => line.replace(/"t":(-?\d+)/, '"t":"$1"'),
  'a count as text': (line) => line.replace('"count":1', '"count":"1"'),
  'no time': (line) => line.replace(/"t":-?\d+,/, ''),
  'no id': (line) => line.replace(/"id":"[^"]*",?/, ''),
  'an empty id': (line) => line.replace(/"id":"[^"]*"/, '"id":""'),
  'a null': (line) => line.replace(/:"(east|west|h)"/, ':null'),
  'an endless number': (line) => line.replace(/"t":-?\d+/, '"t":1e999'),
  'a fractional epoch': (line) => line.replace(/"epoch":\d/, '"epoch":1.5'),
  'another op': (line) => line.replace(/"op":"\w+"/, '"op":"toString"'),
  'a field more': (line) => line.replace('{', '{"x":[{"rows":[]}],'),
  'the same key twice': (line) => line.replace('{', '{"op":"fail",'),
  'what is no object': () => '[1]',
  'a word': () => 'null',
  emptiness: () => '',
  'a line break in the middle': (line) => `${line.slice(0, 9)}\n${line.slice(9)}`,
  'itself again': (line) => `${line}\n${line}`,
};
const spoiled = fc
  .tuple(
    fc.oneof(timed, plausible, honest),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...Object.values(spoil))), { maxLength: 3 }),
    fc.boolean(),
  )
  .map(([events, spoils, isEnded]) => {
    const lines = events.map((event) => JSON.stringify(event));
    for (const [place, change] of spoils) {
      const at = place % Math.max(1, lines.length);
      lines[at] = change(lines[at] ?? '');
    }
    return `${lines.join('\n')}${isEnded ? '\n' : ''}`;
  });

const ruleNames = [
  'lost',
  'vanished',
  'corrupt',
  'failed-but-present',
  'phantom',
  'duplicate',
  'fenced-acknowledgement',
  'stale-primary',
  'missing-effect',
  'duplicate-effect',
  'unfounded-effect',
];

/** The checker's answer in the words of the naive one. Ten ids of a rule are all there are here, so none is left out. */
function inNaiveWords(outcome: HistoryOutcome): NaiveOutcome {
  if ('refused' in outcome) return { refused: outcome.refused.map(({ line }) => line) };
  const { verdict, counts, lost, violations, warnings } = outcome.answer;
  const examples = (rule: string) =>
    [...(violations.find((violation) => violation.rule === rule)?.examples ?? [])].sort();
  expect([...lost].sort()).toEqual(examples('lost'));
  return {
    verdict,
    counts: { ...counts },
    broken: Object.fromEntries(ruleNames.map((rule) => [rule, examples(rule)])),
    torn: warnings.map(({ line }) => line),
  };
}

function agree(text: string): void {
  expect(inNaiveWords(checkHistory(text.split('\n')))).toEqual(naiveCheck(text));
}

describe('the checker and a naive one that shares nothing with it', () => {
  const judgeable = fc.oneof(plausible, honest);
  const asText = (events: readonly unknown[]) => events.map((event) => `${JSON.stringify(event)}\n`).join('');

  it('agree on histories that can be judged', () => {
    fc.assert(
      fc.property(judgeable, (events) => agree(asText(events))),
      { numRuns: 700 },
    );
  });

  it('are compared where it is worth it: all three verdicts and every rule occur, and hardly anything is turned away', () => {
    const seen = { held: 0, broken: 0, inconclusive: 0, refused: 0 };
    const rules = new Set<string>();
    // Always the same histories: a rare rule must not be missed by chance.
    for (const events of fc.sample(judgeable, { numRuns: 1000, seed: 11 })) {
      const outcome = naiveCheck(asText(events));
      seen['refused' in outcome ? 'refused' : outcome.verdict] += 1;
      if ('broken' in outcome)
        for (const [rule, broken] of Object.entries(outcome.broken)) if (broken.length > 0) rules.add(rule);
    }
    expect(seen.held).toBeGreaterThan(50);
    expect(seen.broken).toBeGreaterThan(100);
    expect(seen.inconclusive).toBeGreaterThan(50);
    expect(seen.refused).toBe(0);
    expect([...rules].sort()).toEqual([...ruleNames].sort());
  });

  it('agree on noise, torn and spoiled lines, and refuse the same ones', () => {
    fc.assert(fc.property(spoiled, agree), { numRuns: 700 });
  });

  it('agree however a file is cut into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(spoiled, fc.integer({ min: 1, max: 40 }), async (text, size) => {
        const outcome = await checkHistoryStream(pieces(Buffer.from(text), size));
        expect(inNaiveWords(outcome)).toEqual(naiveCheck(text));
      }),
      { numRuns: 300 },
    );
  });
});

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}
