import fc from 'fast-check';
import type { HistoryEvent, HistoryRow } from '../history-event.js';
import { sortHistory } from '../sort-history.js';

/** What becomes of a write: heard by the client, unheard but stored, unheard and not stored, or turned away. */
type Fate = 'acknowledged' | 'stored-unheard' | 'lost-unheard' | 'failed';

export interface SimulatedWrite {
  readonly startT: number;
  readonly ms: number;
  readonly fate: Fate;
  readonly isRetried: boolean;
}

export const promotionT = 10_000;
export const endT = 20_000;
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
/** Every run of it is provable; the first three writes are always there. */
export const scenario = fc.record({
  writes: fc.array(write, { maxLength: 40 }).map((writes) => [...anchors, ...writes]),
  readTs: fc.array(fc.integer({ min: 0, max: endT }), { maxLength: 8 }),
  lagMs: fc.integer({ min: 0, max: 3000 }),
});

interface Stored extends HistoryRow {
  readonly storedT: number;
}

/** A correct platform: what is acknowledged is on every node that can become primary, before the acknowledgement. */
export function simulate({
  writes,
  readTs,
  lagMs,
}: typeof scenario extends fc.Arbitrary<infer T> ? T : never): {
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
