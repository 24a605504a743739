import type { KnownSeries } from './known-series.js';
import { type ParsedQuery, parseQuery } from './parse-query.js';

/**
 * What is wrong with a query: series that nobody emits or records, labels that they do not have. A query that is wrong in this
 * way is no error for Prometheus, only an empty panel.
 */
export function checkQuery(expr: string, known: KnownSeries): string[] {
  const { selectors, groupingLabels } = parseQuery(expr);
  return [...selectors.flatMap((selector) => checkSelector(selector, known)), ...checkGrouping({ selectors, groupingLabels }, known)];
}

function checkSelector({ names, matchers }: ParsedQuery['selectors'][number], known: KnownSeries): string[] {
  if (names.length === 0) return ['a selector that names no series'];
  const [name = ''] = names;
  const labels = known.get(name);
  if (labels === undefined) return [`${name} is neither in the contract nor recorded`];
  return matchers
    .filter(({ label }) => !labels.has(label))
    .map(({ label }) => `${name} has no label ${label}`);
}

function checkGrouping({ selectors, groupingLabels }: ParsedQuery, known: KnownSeries): string[] {
  const names = selectors.flatMap((each) => each.names);
  const has = new Set(names.flatMap((name) => [...(known.get(name) ?? [])]));
  return [...new Set(groupingLabels)]
    .filter((label) => !has.has(label))
    .map((label) => `none of ${[...new Set(names)].join(', ')} has the label ${label}`);
}
