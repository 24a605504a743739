import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import type { PanelQuery } from '../model.js';
import { datasource } from './datasource.js';

/** A, B, C, …; a panel has few queries. */
export const refId = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);

/** Exemplars lead from a slow bucket to a trace of a slow request. */
const hasExemplars = (expr: string) => expr.includes('histogram_quantile');

export function targetBuilder({ expr, legend }: PanelQuery, index: number): DataqueryBuilder {
  const builder = new DataqueryBuilder()
    .datasource({ ...datasource })
    .refId(refId(index))
    .expr(expr)
    .legendFormat(legend)
    .range();
  return hasExemplars(expr) ? builder.exemplar(true) : builder;
}
