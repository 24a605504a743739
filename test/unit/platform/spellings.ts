import type { DocumentValue } from './document-values.js';

/** What a value of the document is in the catalog: the values that must all be there, each under its key. */
export interface Expected {
  key: string;
  value: string | number | boolean;
}

interface Spelling {
  /** Matched against `key: value`. */
  pattern: RegExp;
  why: string;
  expected(match: RegExpExecArray): Expected[];
}

const number = (key: string, value: number): Expected => ({ key, value });

/** Where the catalog says the same in another way: units in the name of a key instead of in the text. */
const spellings: readonly Spelling[] = [
  {
    pattern: /^(?<key>\w+): <? ?(?<count>\d+) (?<unit>seconds|minutes)$/,
    why: 'durations are in seconds',
    expected: ({ groups: { key, count, unit } = {} }) => [
      number(key!, Number(count) * (unit === 'minutes' ? 60 : 1)),
    ],
  },
  {
    pattern: /^(?<key>scale_down_delay): (?<count>\d+)m$/,
    why: 'durations are in seconds',
    expected: ({ groups: { key, count } = {} }) => [number(key!, Number(count) * 60)],
  },
  {
    pattern: /^(?<key>retention): (?<count>\d+)d$/,
    why: 'the key says that it is in days',
    expected: ({ groups: { key, count } = {} }) => [number(key!, Number(count))],
  },
  {
    pattern: /^cpu: (?<count>\d+)(?: cores|m)$/,
    why: 'the keys say cores and thousandths of a core',
    expected: ({ groups: { count } = {} }) => [number('cpu', Number(count))],
  },
  {
    pattern: /^memory: (?<count>\d+)Gi$/,
    why: 'memory of containers is in MiB',
    expected: ({ groups: { count } = {} }) => [number('memory', Number(count) * 1024)],
  },
  {
    pattern: /^(?<key>memory|limits): (?<count>\d+)GB$/,
    why: 'the keys say that they are in GiB (memory) and GB (storage)',
    expected: ({ groups: { key, count } = {} }) => [number(key!, Number(count))],
  },
  {
    pattern: /^(?<key>shared_buffers|effective_cache_size|work_mem): (?<count>\d+)(?<unit>GB|MB)$/,
    why: "PostgreSQL's units are binary; the catalog has MiB",
    expected: ({ groups: { key, count, unit } = {} }) => [
      number(key!, Number(count) * (unit === 'GB' ? 1024 : 1)),
    ],
  },
  {
    pattern: /^(?<key>\w+): (?<count>\d+)%$/,
    why: 'the key says that it is in percent',
    expected: ({ groups: { key, count } = {} }) => [number(key!, Number(count))],
  },
  {
    pattern: /^instances: (?<low>\d+)-(?<high>\d+)$/,
    why: 'a range is a minimum and a maximum',
    expected: ({ groups: { low, high } = {} }) => [
      number('min_instances', Number(low)),
      number('max_instances', Number(high)),
    ],
  },
  {
    pattern: /^(?<tier>hot|warm|cold): (?<from>\d+)(?:-(?<to>\d+)|\+) days$/,
    why: 'an age is a first and a last day',
    expected: ({ groups: { tier, from, to } = {} }) => [
      { key: 'tier', value: tier! },
      number('from_day', Number(from)),
      ...(to === undefined ? [] : [number('to_day', Number(to))]),
    ],
  },
  {
    pattern: /^maintenance_window: (?<day>\w+) (?<from>\d+)-(?<to>\d+) AM UTC$/,
    why: 'a window is a day and two hours',
    expected: ({ groups: { day, from, to } = {} }) => [
      { key: 'day', value: day! },
      number('from_hour_utc', Number(from)),
      number('to_hour_utc', Number(to)),
    ],
  },
  {
    pattern: /^condition: (?<indicator>\w+) (?<op>\S+) (?<threshold>[\d.]+)(?<unit>ms)?$/,
    why: 'a condition is an indicator, an operator and a threshold; without unit it is a ratio',
    expected: ({ groups: { indicator, op, threshold, unit } = {} }) => [
      { key: 'indicator', value: indicator! },
      { key: 'op', value: op! },
      number('threshold', Number(threshold)),
      { key: 'unit', value: unit ?? 'ratio' },
    ],
  },
  {
    pattern: /^(?<key>branches|versioning|http3): enabled$/,
    why: 'enabled is a yes',
    expected: ({ groups: { key } = {} }) => [{ key: key!, value: true }],
  },
];

/** Keys that the catalog names otherwise than by appending the unit. */
export const renamed: Readonly<Record<string, string>> = {
  containerPort: 'port',
  percentage: 'percent',
  limits: 'limitGb',
  detection_time: 'detectionSeconds',
  failover_time: 'durationSeconds',
  spot_instances: 'spotPercent',
  reserved_instances: 'reservedPercent',
};

/** What must be in the catalog for a value of the document. */
export function expectedFor({ key, value }: DocumentValue): Expected[] {
  for (const { pattern, expected } of spellings) {
    const match = pattern.exec(`${key}: ${value}`);
    if (match !== null) return expected(match);
  }
  return [{ key, value }];
}

/** Spellings that nothing in the document uses. */
export function unusedSpellings(values: readonly DocumentValue[]): string[] {
  return spellings
    .filter(({ pattern }) => !values.some(({ key, value }) => pattern.test(`${key}: ${value}`)))
    .map(({ pattern, why }) => `${pattern} (${why})`);
}
