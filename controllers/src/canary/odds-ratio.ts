import type { TwoByTwo } from './odds-e-value.js';

/** Sums from which an odds ratio over many intervals is estimated. */
export interface OddsRatio {
  readonly above: number;
  readonly below: number;
}

export const noOddsRatio: OddsRatio = { above: 0, below: 0 };

/** Source: Mantel, Haenszel, "Statistical aspects of the analysis of data from retrospective studies" (1959). */
export function addTable(ratio: OddsRatio, table: TwoByTwo | undefined): OddsRatio {
  if (table === undefined) return ratio;
  const { canaryTotal, canaryEvents, baselineTotal, baselineEvents } = table;
  const total = canaryTotal + baselineTotal;
  if (total === 0) return ratio;
  return {
    above: ratio.above + (canaryEvents * (baselineTotal - baselineEvents)) / total,
    below: ratio.below + (baselineEvents * (canaryTotal - canaryEvents)) / total,
  };
}

/** `undefined` when there were no events at all. */
export function oddsRatio({ above, below }: OddsRatio): number | undefined {
  return above === 0 && below === 0 ? undefined : above / below;
}
