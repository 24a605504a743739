import type { HistoryEvent } from './history-event.js';

/** The text of a history file: a JSON object a line, each line ended. */
export function formatHistory(events: readonly HistoryEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}
