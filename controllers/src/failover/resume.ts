import { ControllerError } from '../controller-error.js';
import type { FailoverConfig } from './config.js';
import type { JournalLine } from './journal.js';
import { type FailoverState, initialState } from './state.js';

/**
 * Reads a journal file. The last line may be torn by the crash that ended the controller, and is then left out; any other
 * line that cannot be read is an error naming all of them.
 */
export function parseJournal(text: string): JournalLine[] {
  // Every line is written with its newline, so that text after the last one is torn, even if it happens to be JSON.
  const rows = text.split('\n').slice(0, -1);
  const bad: number[] = [];
  const lines = rows.flatMap((row, index) => {
    if (row.trim() === '') return [];
    const line = parseLine(row);
    if (!line) bad.push(index + 1);
    return line ? [line] : [];
  });
  if (bad.length > 0)
    throw new ControllerError(
      'journal-unreadable',
      `the failover journal cannot be read: line ${bad.join(', ')} is not a journal line`,
      'find out what wrote to it; if no failover is under way, move the file away and start with an empty one',
    );
  return lines;
}

/** The state that a controller was in when its journal ended; feed it the event `resume` to go on. */
export function restore(lines: readonly JournalLine[], config: FailoverConfig): FailoverState {
  const at = lines.findLastIndex((line) => line.checkpoint !== undefined);
  if (at < 0) return initialState(config);
  const state = lines[at]?.checkpoint as FailoverState;
  return lines.slice(at + 1).reduce(withoutNotified, state);
}

/** Everything is idempotent but telling people: a channel that has accepted the notice is not told again. */
function withoutNotified(state: FailoverState, line: JournalLine): FailoverState {
  const { run } = state;
  const key = line.action ?? '';
  const pending = run?.pending[key];
  if (!run || pending?.action.kind !== 'notify' || line.outcome !== 'done') return state;
  const { [key]: _, ...others } = run.pending;
  const outcome = { ok: true, value: undefined } as const;
  return {
    ...state,
    run: { ...run, pending: others, settled: { ...run.settled, [key]: { action: pending.action, outcome } } },
  };
}

function parseLine(row: string): JournalLine | undefined {
  try {
    const line: unknown = JSON.parse(row);
    return typeof line === 'object' && line !== null && 'event' in line && 'monotonicMs' in line
      ? (line as JournalLine)
      : undefined;
  } catch {
    return undefined;
  }
}
