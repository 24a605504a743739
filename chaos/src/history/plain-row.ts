import type { HistoryRow } from './history-event.js';

const idKey = '{"id":"';
const hashKey = '","hash":"';
const countKey = '","count":';
const once = '","count":1}';
/** What cannot be taken over as it stands: quotes end a text, escapes mean something else, and control characters are no JSON. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const needsEscape = /["\\\u0000-\u001f]/;

/** Whether a text stands in JSON as it is. */
export const isPlain = (text: string): boolean => !needsEscape.test(text);

export interface PlainRow {
  readonly row: HistoryRow;
  /** The place after it. */
  readonly end: number;
}

/**
 * Reads a row that is written as `JSON.stringify` writes it, without escapes, which nearly all rows of nearly all histories
 * are; undefined for any other, which the JSON parser has to judge. Three times as fast as the parser. Its texts are
 * parts of the line, which is kept as long as one of them is.
 *
 * @param end where the list of rows ends; before it another row has to follow
 */
export function plainRow(line: string, start: number, end: number): PlainRow | undefined {
  if (!isAt(line, start, idKey)) return undefined;
  const idStart = start + idKey.length;
  const idEnd = line.indexOf('"', idStart);
  if (idEnd <= idStart || !isAt(line, idEnd, hashKey)) return undefined;
  const hashStart = idEnd + hashKey.length;
  const hashEnd = line.indexOf('"', hashStart);
  if (hashEnd <= hashStart || !isAt(line, hashEnd, countKey)) return undefined;
  const digit = hashEnd + countKey.length;
  const count = line.charCodeAt(digit) - 48;
  if (!(count >= 1 && count <= 9) || line[digit + 1] !== '}' || !isWhole(line, digit + 2, end))
    return undefined;
  const id = line.slice(idStart, idEnd);
  const hash = line.slice(hashStart, hashEnd);
  return isPlain(id) && isPlain(hash) ? { row: { id, hash, count }, end: digit + 2 } : undefined;
}

/**
 * Where the row ends that begins here, if it is this one, stored once, to the letter; else -1. Nothing is made of it, which is
 * several times as fast as reading it.
 *
 * @param id and hash, both plain
 */
export function endOfRow(line: string, start: number, end: number, id: string, hash: string): number {
  const idStart = start + idKey.length;
  const idEnd = idStart + id.length;
  const hashStart = idEnd + hashKey.length;
  const hashEnd = hashStart + hash.length;
  const rowEnd = hashEnd + once.length;
  // The id first, which tells rows apart.
  const isIt =
    isAt(line, idStart, id) &&
    isAt(line, hashStart, hash) &&
    isAt(line, start, idKey) &&
    isAt(line, idEnd, hashKey) &&
    isAt(line, hashEnd, once) &&
    isWhole(line, rowEnd, end);
  return isIt ? rowEnd : -1;
}

/** Not `startsWith`, which looks at one character after the other and takes four times as long. */
function isAt(line: string, place: number, text: string): boolean {
  return line.slice(place, place + text.length) === text;
}

/** Whether a row that ends here is followed by another one, or is the last. */
function isWhole(line: string, rowEnd: number, end: number): boolean {
  return rowEnd === end || (rowEnd < end && line[rowEnd] === ',' && line[rowEnd + 1] === '{');
}
