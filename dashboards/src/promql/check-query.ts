import type { KnownSeries } from './known-series.js';
import { type Aggregation, parseQuery, type Selector } from './parse-query.js';

/**
 * What is wrong with a query: series that nobody emits or records, labels that they do not have. A query that is wrong in this
 * way is no error for Prometheus, only an empty panel.
 */
export function checkQuery(expr: string, known: KnownSeries): string[] {
  const { selectors, aggregations, matchingLabels } = parseQuery(expr);
  const has = new Set(
    selectors.flatMap(({ names }) => names.flatMap((name) => [...(known.get(name) ?? [])])),
  );
  return [
    ...new Set([
      ...selectors.flatMap((selector) => checkSelector(selector, known)),
      ...aggregations.flatMap((aggregation) => checkAggregation(aggregation, known)),
      ...matchingLabels.filter((label) => !has.has(label)).map((label) => `nothing has the label ${label}`),
    ]),
  ];
}

function checkSelector({ names, matchers }: Selector, known: KnownSeries): string[] {
  const [name] = names;
  if (name === undefined) return ['a selector that names no series'];
  const labels = known.get(name);
  if (labels === undefined) return [`${name} is neither in the contract nor recorded`];
  return matchers
    .filter(({ label }) => !labels.has(label))
    .map(({ label }) => `${name} has no label ${label}`);
}

function checkAggregation({ labels, selectors, added, isJoin }: Aggregation, known: KnownSeries): string[] {
  const names = selectors.flatMap((selector) => selector.names.slice(0, 1)).filter((name) => known.has(name));
  const lacking = (label: string) => names.filter((name) => known.get(name)?.has(label) === false);
  return labels
    .filter((label) => !added.includes(label))
    .flatMap((label) => {
      const without = lacking(label);
      const isMissing = isJoin ? without.length === names.length : without.length > 0;
      return isMissing ? without.map((name) => `${name} has no label ${label} to group by`) : [];
    });
}
