import type { HistoryEvent } from './history-event.js';

/** At the same instant a completion follows its invocation, and what depends on both comes after them. */
const order: Readonly<Record<HistoryEvent['op'], number>> = {
  invoke: 0,
  ok: 1,
  fail: 1,
  info: 1,
  fault: 2,
  epoch: 3,
  read: 4,
  wal: 4,
  effects: 4,
};

/** A history in the order that the checker asks for. Load generators do not keep the order of what they print. */
export function sortHistory(events: readonly HistoryEvent[]): HistoryEvent[] {
  return events.toSorted((a, b) => a.t - b.t || order[a.op] - order[b.op]);
}
