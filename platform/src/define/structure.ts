import { inspect } from 'node:util';
import { z } from 'zod';
import { nearest } from '../nearest.js';
import { formatPath, type LocalProblem, suggest } from './problem.js';

type Issue = z.core.$ZodIssue;

/** What the schema finds wrong, in the words of a compiler. An issue can name several keys, hence a list. */
export function structureProblems(schema: z.ZodType, input: unknown, issue: Issue): LocalProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const allowed = keysAt(schema, issue.path);
    return issue.keys.map((key) => ({
      code: 'unknown-key',
      path: formatPath([...issue.path, key]),
      what: `'${key}' is not a key that is known here`,
      why: 'a value under an unknown key would be ignored by everything that reads the catalog',
      fix: fixUnknownKey(key, allowed, valueAt(input, issue.path)),
    }));
  }
  const value = valueAt(input, issue.path);
  const path = formatPath(issue.path) || '(catalog)';
  if (value === undefined) {
    return [
      {
        code: 'missing',
        path,
        what: 'is missing',
        why: 'it is required',
        fix: `add it: ${expectation(issue)}`,
      },
    ];
  }
  return [
    {
      code: 'invalid-value',
      path,
      what: `${show(value)} is not allowed here`,
      why: `expected ${expectation(issue)}`,
      fix: fixValue(issue, value),
    },
  ];
}

function fixUnknownKey(key: string, allowed: string[], given: unknown): string {
  const close = nearest(key, allowed);
  if (close !== undefined)
    return has(given, close) ? `'${close}' is already given: remove '${key}'` : suggest(key, [close]);
  const open = allowed.filter((name) => !has(given, name));
  return open.length === 0 ? 'remove it' : `remove it, or use one of: ${open.join(', ')}`;
}

function fixValue(issue: Issue, value: unknown): string {
  const options = choices(issue);
  if (options.length === 0) return `give ${expectation(issue)}`;
  return typeof value === 'string' ? suggest(value, options) : `use one of: ${options.join(', ')}`;
}

function choices(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  return issue.code === 'invalid_union' ? issue.errors.flat().flatMap(choices) : [];
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected;
    case 'invalid_value':
      return issue.values.map(show).join(' or ');
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${size(issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${size(issue.origin)}`;
    case 'invalid_format':
      return `text that fits: ${issue.message}`;
    case 'invalid_union':
      return [...new Set(issue.errors.flat().map(expectation))].join(', or ');
    default:
      return issue.message;
  }
}

const size = (origin: string) => ({ string: ' characters', array: ' items', set: ' items' })[origin] ?? '';

function show(value: unknown): string {
  const text = inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY });
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as never)[key] : undefined),
    input,
  );
}

const has = (value: unknown, key: string) =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key);

/** The keys that the schema knows at a path. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const inner = unwrap(schema);
  const [head, ...rest] = path;
  if (inner instanceof z.ZodObject) {
    if (head === undefined) return Object.keys(inner.shape);
    const next = inner.shape[String(head)];
    return next === undefined ? [] : keysAt(next, rest);
  }
  if (inner instanceof z.ZodArray) return head === undefined ? [] : keysAt(inner.element, rest);
  if (inner instanceof z.ZodRecord) {
    if (head !== undefined) return keysAt(inner.valueType, rest);
    return inner.keyType instanceof z.ZodEnum ? inner.keyType.options.map(String) : [];
  }
  return [];
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? unwrap(schema.def.innerType)
    : schema;
}
