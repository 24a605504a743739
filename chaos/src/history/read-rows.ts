import type { HistoryRow } from './history-event.js';
import { plainRow } from './plain-row.js';

/** From this length on the rows of a read are taken out of its line piece by piece. */
const longLine = 1 << 12;
const pieceLength = 1 << 16;
const plainRowsTogether = 1000;
const rowsKey = '"rows":[';

export interface TakenApart {
  /** The line with an empty list of rows. */
  readonly line: string;
  readonly rows: Iterable<readonly unknown[]>;
}

/**
 * A final read shows a million rows in one line. Parsed at once, its objects would be most of the checker's memory; so
 * the rows of long lines are parsed in pieces. Undefined for every line that has to be parsed as it is: short ones, and
 * those in which the rows do not stand where they usually do.
 *
 * In valid JSON a quote inside a text is escaped, so `"rows":[` is always a key; that it is one of the line's own
 * keys is shown by the text before it.
 */
export function takeApart(line: string): TakenApart | undefined {
  if (line.length < longLine) return undefined;
  const start = line.indexOf(rowsKey) + rowsKey.length;
  const end = line.lastIndexOf(']');
  if (start < rowsKey.length || end < start || !isJson(`${line.slice(0, start)}]}`)) return undefined;
  const outer = `${line.slice(0, start)}${line.slice(end)}`;
  return isJson(outer) ? { line: outer, rows: pieces(line, start, end) } : undefined;
}

/** @throws SyntaxError from the iteration when the rows are not JSON */
function* pieces(line: string, start: number, end: number): Generator<readonly unknown[]> {
  for (let from = start; from < end; ) {
    const plain = plainRows(line, from, end);
    if (plain.rows.length > 0) {
      yield plain.rows;
      from = plain.end;
      continue;
    }
    let to = boundary(line, from + pieceLength, end);
    let piece = parsedList(line.slice(from, to));
    // A boundary inside a text leaves the text open, which is no JSON. A later one is tried, each time twice as far away: were
    // it the next one every time, a text full of boundaries would be read again for each of them.
    for (let step = 1; piece === undefined && to < end; step *= 2) {
      to = boundary(line, to + step, end);
      piece = parsedList(line.slice(from, to));
    }
    if (piece === undefined) throw new SyntaxError('the rows are not JSON');
    yield piece;
    from = to + 1;
  }
}

/** The plain rows from here on, and the start of what follows them. */
function plainRows(line: string, start: number, end: number): { rows: HistoryRow[]; end: number } {
  const rows: HistoryRow[] = [];
  let from = start;
  while (from < end && rows.length < plainRowsTogether) {
    const found = plainRow(line, from);
    const isFollowed = found?.end === end || (found !== undefined && line.startsWith(',{', found.end));
    if (found === undefined || !isFollowed || found.end > end) break;
    rows.push(found.row);
    from = found.end + 1;
  }
  return { rows, end: from };
}

/** The comma between two rows, at or after `from`. */
function boundary(line: string, from: number, end: number): number {
  const found = line.indexOf('},{', from);
  return found < 0 || found >= end ? end : found + 1;
}

function parsedList(text: string): HistoryRow[] | undefined {
  try {
    return JSON.parse(`[${text}]`) as HistoryRow[];
  } catch {
    return undefined;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
