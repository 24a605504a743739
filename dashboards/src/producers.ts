import { contract, type MetricName } from '@attest/instrumentation/contract';
import type { Panel } from './model.js';
import { parseQuery } from './promql/parse-query.js';

/** Metrics that the panel reads and that nothing emits yet. */
export function unproduced({ queries }: Pick<Panel, 'queries'>): MetricName[] {
  const names = queries.flatMap(({ expr }) => parseQuery(expr).selectors.flatMap((each) => each.names));
  return [...new Set(names.flatMap(metricOf))].filter((metric) => contract[metric].producer === 'none');
}

function metricOf(series: string): MetricName[] {
  const name = [series, series.replace(/_(bucket|count|sum)$/, '')].find((each) =>
    Object.hasOwn(contract, each),
  );
  return name === undefined ? [] : [name as MetricName];
}
