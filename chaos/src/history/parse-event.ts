import type { HistoryEvent, HistoryRow } from './history-event.js';

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => string | undefined;

const number: Check = (value) => (Number.isFinite(value) ? undefined : 'must be a number');
const integer: Check = (value) => (Number.isSafeInteger(value) ? undefined : 'must be a whole number');
const text: Check = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'must be a non-empty text';
const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');
const phase: Check = (value) =>
  value === 'intent' || value === 'effective' || value === 'undone'
    ? undefined
    : 'must be intent, effective or undone';
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined ? undefined : check(value);

/** The fields of each operation. Others are allowed and not looked at. */
const fields: Readonly<Record<HistoryEvent['op'], Readonly<Record<string, Check>>>> = {
  invoke: { id: text, hash: text },
  ok: { id: text, epoch: integer, region: text },
  fail: { id: text },
  info: { id: text },
  fault: { fault: text, phase },
  epoch: { epoch: integer, region: text },
  read: { node: text, done: optional(number), final: optional(flag), rows },
};

export type ParsedLine =
  | { readonly event: HistoryEvent }
  /** `partial` is what could be read all the same: it keeps one bad line from accusing the lines that refer to it. */
  | { readonly problems: readonly string[]; readonly partial: Fields; readonly isJson: boolean };

/** Reads one line; names everything that is wrong with it. */
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
  const problems = [...problem(partial, 't', number), ...problemsOfOperation(partial)];
  return problems.length === 0 ? { event: value as HistoryEvent } : { problems, partial, isJson: true };
}

function problemsOfOperation(line: Fields): string[] {
  if (line.op === undefined) return ['"op" is missing'];
  const known = typeof line.op === 'string' && Object.hasOwn(fields, line.op);
  if (!known) return [`unknown op ${JSON.stringify(line.op)}; known are ${Object.keys(fields).join(', ')}`];
  const checks = fields[line.op as HistoryEvent['op']];
  const problems = Object.keys(checks).flatMap((name) => problem(line, name, checks[name] as Check));
  if (line.op === 'read' && (line.done as number) < (line.t as number)) problems.push('"done" is before "t"');
  return problems;
}

function problem(line: Fields, name: string, check: Check): string[] {
  const complaint = check(line[name]);
  if (complaint === undefined) return [];
  return [line[name] === undefined ? `"${name}" is missing` : `"${name}" ${complaint}`];
}

function rows(value: unknown): string | undefined {
  if (!Array.isArray(value)) return 'must be a list';
  const bad = (value as (HistoryRow | null | undefined)[]).findIndex(
    (row) =>
      text(row?.id) !== undefined ||
      text(row?.hash) !== undefined ||
      !(Number.isSafeInteger(row?.count) && (row?.count as number) >= 1),
  );
  return bad < 0 ? undefined : `[${bad}] needs an id, a hash and a count of at least 1`;
}
