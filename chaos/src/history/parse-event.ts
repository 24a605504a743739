import type { EffectRow, HistoryEvent, HistoryRow } from './history-event.js';
import { isPosition } from './wal/position.js';

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => string | undefined;

const number: Check = (value) => (Number.isFinite(value) ? undefined : 'must be a number');
const integer: Check = (value) => (Number.isSafeInteger(value) ? undefined : 'must be a whole number');
const text: Check = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'must be a non-empty text';
const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');
const list: Check = (value) => (Array.isArray(value) ? undefined : 'must be a list');
const texts: Check = (value) =>
  Array.isArray(value) && value.every((entry) => text(entry) === undefined)
    ? undefined
    : 'must be a list of non-empty texts';
const phase: Check = (value) =>
  value === 'intent' || value === 'effective' || value === 'undone'
    ? undefined
    : 'must be intent, effective or undone';
const position: Check = (value) => (isPosition(value) ? undefined : 'must be a position like 0/3000148');
const receipt: Check = (value) => {
  const { timeline, lsn, xid } = (value ?? {}) as Fields;
  const isReceipt = Number.isSafeInteger(timeline) && isPosition(lsn) && text(xid) === undefined;
  return isReceipt ? undefined : 'must have a timeline, an lsn and an xid';
};
const timelineEnds: Check = (value) =>
  Array.isArray(value) && value.every((end) => Number.isSafeInteger(end?.timeline) && isPosition(end?.until))
    ? undefined
    : 'must be a list of timelines, each with the position until which it counts';
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined ? undefined : check(value);
const effectKinds = optional(texts);

/** The fields of each operation. Others are allowed and not looked at. */
const fields: Readonly<Record<HistoryEvent['op'], readonly (readonly [name: string, check: Check])[]>> = {
  invoke: [
    ['id', text],
    ['hash', text],
    ['effects', effectKinds],
  ],
  ok: [
    ['id', text],
    ['epoch', integer],
    ['region', text],
    ['wal', optional(receipt)],
  ],
  fail: [['id', text]],
  info: [['id', text]],
  fault: [
    ['fault', text],
    ['phase', phase],
  ],
  epoch: [
    ['epoch', integer],
    ['region', text],
  ],
  read: [
    ['node', text],
    ['done', optional(number)],
    ['final', optional(flag)],
    ['rows', list],
  ],
  wal: [
    ['node', text],
    ['timeline', integer],
    ['lsn', position],
    ['history', timelineEnds],
    ['committed', texts],
    ['aborted', texts],
  ],
  effects: [
    ['kind', text],
    ['final', optional(flag)],
    ['atLeastOnce', optional(flag)],
    ['rows', list],
  ],
};

export type ParsedLine =
  | { readonly event: HistoryEvent }
  /** `partial` is what could be read all the same: it keeps one bad line from accusing the lines that refer to it. */
  | { readonly problems: readonly string[]; readonly partial: Fields; readonly isJson: boolean };

/** Reads one line, all but the rows of a read; names everything that is wrong with it. */
export function parseEvent(line: string): ParsedLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { problems: ['is not JSON'], partial: {}, isJson: false };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problems: ['is not a JSON object'], partial: {}, isJson: true };
  }
  const partial = value as Fields;
  if (isWholeInvoke(partial)) return { event: value as HistoryEvent };
  const problems: string[] = [];
  complain(partial, 't', number, problems);
  if (typeof partial.op === 'string' && Object.hasOwn(fields, partial.op)) {
    for (const [name, check] of fields[partial.op as HistoryEvent['op']]) {
      complain(partial, name, check, problems);
    }
    if (partial.op === 'read' && (partial.done as number) < (partial.t as number)) {
      problems.push('"done" is before "t"');
    }
  } else {
    const known = Object.keys(fields).join(', ');
    problems.push(
      partial.op === undefined
        ? '"op" is missing'
        : `unknown op ${JSON.stringify(partial.op)}; known are ${known}`,
    );
  }
  return problems.length === 0 ? { event: value as HistoryEvent } : { problems, partial, isJson: true };
}

/** Half of the lines of a history: going through the table of fields would take longer than the JSON parser does. */
function isWholeInvoke({ op, t, id, hash, effects }: Fields): boolean {
  return (
    op === 'invoke' &&
    number(t) === undefined &&
    text(id) === undefined &&
    text(hash) === undefined &&
    effectKinds(effects) === undefined
  );
}

/** Is this a row of a read? */
export function isRow(value: unknown): value is HistoryRow {
  return text((value as HistoryRow | null | undefined)?.hash) === undefined && isEffectRow(value);
}

/** Is this a row of an `effects` line? */
export function isEffectRow(value: unknown): value is EffectRow {
  const row = value as EffectRow | null | undefined;
  return text(row?.id) === undefined && Number.isSafeInteger(row?.count) && (row?.count as number) >= 1;
}

function complain(line: Fields, name: string, check: Check, problems: string[]): void {
  const complaint = check(line[name]);
  if (complaint === undefined) return;
  problems.push(line[name] === undefined ? `"${name}" is missing` : `"${name}" ${complaint}`);
}
