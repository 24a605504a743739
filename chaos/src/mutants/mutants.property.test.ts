import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkEvents,
  type HistoryAnswer,
  type HistoryEvent,
  type HistoryRow,
  sortHistory,
} from '../history/index.js';
import { endT, promotionT, scenario, simulate } from '../history/testing/simulated-platform.js';
import { type MutantName, mutants } from './index.js';

type Events = readonly HistoryEvent[];
type Lie = (events: Events) => Events;

/** Always there: acknowledged before the fault; sent before it, unheard and not stored; acknowledged by the new primary. */
const [early, unheard, late] = ['w-0', 'w-1', 'w-2'] as const;
const kinds = ['job', 'webhook'];
const lastT = endT + 6000;

const isIn = (event: HistoryEvent, ...ids: string[]) => 'id' in event && ids.includes(event.id);
const reads =
  (change: (rows: readonly HistoryRow[], node: string) => readonly HistoryRow[], sinceT = 0): Lie =>
  (events) =>
    events.map((event) =>
      event.op === 'read' && event.t >= sinceT ? { ...event, rows: change(event.rows, event.node) } : event,
    );
const gone = (...ids: string[]) => reads((rows) => rows.filter(({ id }) => !ids.includes(id)), promotionT);
const effects =
  (
    change: (
      kind: string,
      rows: readonly { id: string; count: number }[],
    ) => Events[number][] | readonly { id: string; count: number }[],
  ): Lie =>
  (events) =>
    events.map((event) =>
      event.op === 'effects'
        ? { ...event, rows: change(event.kind, event.rows) as { id: string; count: number }[] }
        : event,
    );
const acknowledged = (events: Events) => events.flatMap((event) => (event.op === 'ok' ? [event] : []));

/** What each mutant leaves behind, of what a platform that keeps its word would have. */
const lies: Readonly<Record<MutantName, Lie>> = {
  'asynchronous-replication': gone(early),
  'local-commit': gone(early),
  // Nobody ever sees it, on the old primary either.
  'acknowledged-before-commit': reads((rows) => rows.filter(({ id }) => id !== early)),
  'cancelled-wait': gone(early),
  'restart-with-waiting-commits': (events) => {
    const before = promotionT - 60;
    const stored = acknowledged(events).filter(({ t }) => t < before);
    const rows = [...new Set(stored.map(({ id }) => id)), unheard].map((id) => ({
      id,
      hash: hashOf(id),
      count: 1,
    }));
    return [...events, { t: before, op: 'read', node: 'us-east-1', rows }];
  },
  'laggard-promoted': (events) => {
    const behind = acknowledged(events).filter(({ t }) => t > promotionT - 1000 && t < promotionT);
    return gone(...behind.map(({ id }) => id))(events);
  },
  'no-fencing': (events) =>
    events.map((event) =>
      event.op === 'ok' && isIn(event, late) ? { ...event, epoch: 1, region: 'us-east-1' } : event,
    ),
  'outbox-dropped': effects((_kind, rows) => rows.filter(({ id }) => id !== late)),
  // The job says that it is done; of what it was to do nothing is seen.
  'job-acknowledged-early': effects((kind, rows) =>
    kind === 'job' ? rows : rows.filter(({ id }) => id !== late),
  ),
  'duplicate-webhook': effects((kind, rows) =>
    kind === 'job' ? rows : rows.map((row) => (row.id === late ? { ...row, count: 2 } : row)),
  ),
  'idempotency-keys-lost': (events) =>
    reads(
      (rows) => rows.map((row) => (row.id === late ? { ...row, count: 2 } : row)),
      endT,
    )([
      ...events,
      { t: 15_200, op: 'invoke', id: late, hash: hashOf(late) },
      { t: 15_300, op: 'ok', id: late, epoch: 2, region: 'eu-west-1' },
    ]),
  'errors-as-success': heardAsOk,
  // The old primary has all that it had, and nothing of what came after it.
  'reader-on-the-old-primary': (events) => {
    const after = acknowledged(events).filter(({ epoch }) => epoch === 2);
    return gone(...after.map(({ id }) => id))(events);
  },
  'unknown-as-ok': heardAsOk,
};

function heardAsOk(events: Events): Events {
  return events.map((event) =>
    event.op === 'info' && event.id === unheard
      ? { t: event.t, op: 'ok', id: event.id, epoch: 1, region: 'us-east-1' }
      : event,
  );
}

const hashOf = (id: string) => `hash-${id.slice(2)}`;

/** A platform that keeps its word, and whose acknowledgements promise a job and an event. */
function honest(simulated: typeof scenario extends fc.Arbitrary<infer T> ? T : never): Events {
  const { events, stored } = simulate(simulated);
  const rows = stored.map(({ id }) => ({ id, count: 1 }));
  return [
    ...events.map((event) => (event.op === 'invoke' ? { ...event, effects: kinds } : event)),
    ...kinds.map((kind) => ({ t: lastT, op: 'effects', kind, final: true, rows }) as const),
  ];
}

function answerTo(events: Events): HistoryAnswer {
  const outcome = checkEvents(sortHistory(events));
  if ('refused' in outcome) throw new Error(JSON.stringify(outcome.refused));
  return outcome.answer;
}

describe('mutants of a platform, as simulated histories', () => {
  it('differ from one that keeps its word, which is never accused', () => {
    fc.assert(
      fc.property(scenario, (simulated) => {
        expect(answerTo(honest(simulated))).toMatchObject({ verdict: 'held', violations: [] });
      }),
      { numRuns: 200 },
    );
  });

  it.each(Object.entries(mutants))('%s is caught', (name, { caughtBy }) => {
    fc.assert(
      fc.property(scenario, (simulated) => {
        const answer = answerTo(lies[name as MutantName](honest(simulated)));
        expect(answer.verdict).toBe('broken');
        expect(answer.violations.map(({ rule }) => rule)).toContain(caughtBy);
      }),
      { numRuns: 60 },
    );
  });
});
