import { contract } from '@attest/instrumentation/contract';
import type { Platform } from '@attest/platform';
import { type IndicatorName, indicators } from './indicators.js';
import { SloError } from './slo-error.js';

type Rule = Platform['monitoring']['rules'][number];

/** What a service promises of an indicator. Now only the architecture's ceilings; tighter objectives will join them. */
export interface Objective {
  /** Unique, e.g. `shop-api.high_error_rate`. */
  id: string;
  kind: 'ceiling';
  /** The architecture's name of the rule; also the alert's. */
  name: string;
  service: string;
  indicator: IndicatorName;
  /** Never above this, in the indicator's own unit: a ratio, or seconds. */
  ceiling: number;
  severity: Rule['severity'];
  section: string;
}

/** The ceilings of the architecture, one per alerting rule and service. Throws a {@link SloError} naming every problem. */
export function objectives(platform: Platform): Objective[] {
  const all = platform.services.flatMap((service) =>
    platform.monitoring.rules.map(
      (rule): Objective => ({
        id: `${service.id}.${rule.name}`,
        kind: 'ceiling',
        name: rule.name,
        service: service.id,
        indicator: rule.indicator,
        ceiling: rule.unit === 'ms' ? rule.threshold / 1000 : rule.threshold,
        severity: rule.severity,
        section: platform.monitoring.section,
      }),
    ),
  );
  const problems = [...new Set(platform.monitoring.rules.flatMap(problemsOf)), ...repeated(all)];
  if (problems.length > 0)
    throw new SloError(
      'invalid-objective',
      `objectives that cannot be kept or seen:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
      'correct monitoring.rules in the catalog',
    );
  return all;
}

function problemsOf(rule: Rule): string[] {
  const where = `monitoring.rules › ${rule.name}`;
  const { unit, metric } = indicators[rule.indicator];
  if ((rule.unit === 'ms') !== (unit === 'seconds'))
    return [`${where}: ${rule.indicator} is not measured in ${rule.unit}`];
  if (unit === 'ratio')
    return rule.threshold > 0 && rule.threshold < 1
      ? []
      : [`${where}: a ratio of ${rule.threshold} is always or never kept`];
  const { buckets } = contract[metric];
  const seconds = rule.threshold / 1000;
  // Between two boundaries a histogram only interpolates: the alert would fire on a guess.
  return buckets.some((bucket) => bucket === seconds)
    ? []
    : [`${where}: ${seconds} s is not a bucket boundary of ${metric} (${buckets.join(', ')})`];
}

function repeated(all: readonly Objective[]): string[] {
  const ids = all.map(({ id }) => id);
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map(
    (id) => `two objectives have the id ${id}`,
  );
}
