import { plainRow } from './plain-row.js';

/** From this length on the rows of a read are taken out of its line piece by piece. */
const longLine = 1 << 12;
const pieceLength = 1 << 16;
const rowsKey = '"rows":[';

/** Who takes the rows of a line, one after the other. */
export interface RowTaker {
  /** Takes the row that begins here if it needs no reading, since it is a known one to the letter; answers where it ends, or -1. */
  takeKnown(line: string, start: number, end: number): number;
  /** False when this is no row. */
  take(row: unknown): boolean;
}

export interface TakenApart {
  /** The line with an empty list of rows. */
  readonly line: string;
  /** False as soon as the rows are not JSON, or one of them is refused. */
  readonly rowsTo: (taker: RowTaker) => boolean;
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
  return isJson(outer) ? { line: outer, rowsTo: (taker) => giveRows(line, start, end, taker) } : undefined;
}

function giveRows(line: string, start: number, end: number, taker: RowTaker): boolean {
  for (let from = start; from < end; ) {
    const known = taker.takeKnown(line, from, end);
    if (known >= 0) {
      from = known + 1;
      continue;
    }
    const plain = plainRow(line, from, end);
    if (plain !== undefined) {
      if (!taker.take(plain.row)) return false;
      from = plain.end + 1;
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
    if (piece?.every((row) => taker.take(row)) !== true) return false;
    from = to + 1;
  }
  return true;
}

/** The comma between two rows, at or after `from`. */
function boundary(line: string, from: number, end: number): number {
  const found = line.indexOf('},{', from);
  return found < 0 || found >= end ? end : found + 1;
}

function parsedList(text: string): readonly unknown[] | undefined {
  try {
    return JSON.parse(`[${text}]`) as unknown[];
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
