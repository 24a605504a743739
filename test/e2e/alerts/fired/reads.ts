import type { Alert } from '@attest/alerts';
import { parse } from 'yaml';
import { parseQuery, type Selector } from '../../../../dashboards/src/promql/parse-query.js';
import type { Labels } from './scenario.js';

interface Rule {
  readonly record?: string;
  readonly expr: string;
}

/** What is recorded, by name; some names are recorded once for each of several. */
export type Recordings = ReadonlyMap<string, readonly string[]>;

export const rulesIn = (content: string): Rule[] =>
  (parse(content) as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules);

export function recordingsOf(rules: readonly Rule[]): Recordings {
  const made = rules.filter(({ record }) => record !== undefined);
  return new Map(
    [...new Set(made.map(({ record = '' }) => record))].map((name) => [
      name,
      made.filter(({ record }) => record === name).map(({ expr }) => expr),
    ]),
  );
}

/** The scraped series that an alert depends on, through everything that its file of rules records. */
export const readsOf = ({ expr }: Alert, recordings: Recordings): Selector[] => scraped(expr, recordings);

const scraped = (expr: string, recordings: Recordings): Selector[] =>
  parseQuery(expr).selectors.flatMap((selector) => {
    const made = selector.names.flatMap((name) => recordings.get(name) ?? []);
    return made.length === 0 ? [selector] : made.flatMap((inner) => scraped(inner, recordings));
  });

export interface Series {
  readonly name: string;
  readonly labels: Labels;
}

/** `name{label="value"}` */
export function seriesIn(written: string): Series {
  const [selector] = parseQuery(written).selectors;
  const [name] = selector?.names ?? [];
  if (selector === undefined || name === undefined) throw new Error(`«${written}» is no series`);
  return { name, labels: Object.fromEntries(selector.matchers.map(({ label, value }) => [label, value])) };
}

/** Whether a selector finds a series, as Prometheus matches: a label that is not there is empty. */
export const finds = ({ names, matchers }: Selector, { name, labels }: Series): boolean =>
  names.includes(name) &&
  matchers.every(({ label, op, value }) => {
    const has = labels[label] ?? '';
    const matches = op.endsWith('~') ? new RegExp(`^(?:${value})$`).test(has) : has === value;
    return op.startsWith('!') ? !matches : matches;
  });
