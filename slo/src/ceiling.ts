import { contract } from '@attest/instrumentation/contract';
import { type Platform, where } from '@attest/platform';
import { type CeilingIndicatorName, ceilingIndicators } from './ceiling-indicators.js';
import { windowTimes } from './detection.js';
import type { ObjectiveProblem } from './problems.js';

type Rule = Platform['monitoring']['rules'][number];

/** A promise that is broken the moment that an indicator exceeds it: one of the architecture's alerting rules, for one service. */
export interface Ceiling {
  /** Unique, e.g. `shop-api.high_error_rate`. */
  id: string;
  /** The architecture's name of the rule; also the alert's. */
  name: string;
  service: string;
  indicator: CeilingIndicatorName;
  /** Never above this, in the indicator's own unit: a ratio, or seconds. */
  ceiling: number;
  severity: Rule['severity'];
  section: string;
  /** Where the catalog says so. */
  path: string;
}

/** One per alerting rule and service. */
export const ceilings = (platform: Platform): Ceiling[] =>
  platform.services.flatMap((service) =>
    platform.monitoring.rules.map(
      (rule, index): Ceiling => ({
        id: `${service.id}.${rule.name}`,
        name: rule.name,
        service: service.id,
        indicator: rule.indicator,
        ceiling: rule.unit === 'ms' ? rule.threshold / 1000 : rule.threshold,
        severity: rule.severity,
        section: platform.monitoring.section,
        path: `monitoring.rules[${index}]`,
      }),
    ),
  );

/** Seconds from the first failure of a total outage until the alert of the ceiling fires. */
export function ceilingOutageSeconds({ indicator, ceiling }: Ceiling): number | 'never' {
  const { windowMinutes, forMinutes, unit } = ceilingIndicators[indicator];
  // Of a p99, one event in a hundred must be slow.
  const threshold = unit === 'ratio' ? ceiling : 0.01;
  return windowTimes({ threshold, windowSeconds: windowMinutes * 60, forSeconds: forMinutes * 60 }, 1)
    .detection;
}

/** Why ceilings cannot be kept or seen. */
export function ceilingProblems(platform: Platform): ObjectiveProblem[] {
  const { rules } = platform.monitoring;
  return rules.flatMap((rule, index) => {
    const at = where(platform, `monitoring.rules[${index}]`);
    const repeated = rules.findIndex(({ name }) => name === rule.name) < index;
    return [
      ...(repeated
        ? [
            {
              where: at,
              what: `there is already a rule '${rule.name}'`,
              why: 'an alert would have two meanings',
              fix: 'rename one of them',
            },
          ]
        : []),
      ...problemsOfRule(rule).map((problem) => ({ where: at, ...problem })),
    ];
  });
}

function problemsOfRule({ name, indicator, unit, threshold }: Rule): Omit<ObjectiveProblem, 'where'>[] {
  const { unit: measured, metric } = ceilingIndicators[indicator];
  if ((unit === 'ms') !== (measured === 'seconds'))
    return [
      {
        what: `${name}: ${indicator} is not measured in ${unit}`,
        why: `it is measured in ${measured}`,
        fix: 'give the threshold in the unit of the indicator',
      },
    ];
  if (measured === 'ratio')
    return threshold > 0 && threshold < 1
      ? []
      : [
          {
            what: `${name}: a ratio of ${threshold} is always or never kept`,
            why: 'the alert would always fire, or never',
            fix: 'give a share between 0 and 1',
          },
        ];
  const { buckets } = contract[metric];
  const seconds = threshold / 1000;
  // Between two boundaries a histogram only interpolates: the alert would fire on a guess.
  return buckets.some((bucket) => bucket === seconds)
    ? []
    : [
        {
          what: `${name}: ${seconds} s is not a bucket boundary of ${metric}`,
          why: `between two of ${buckets.join(', ')} a histogram only guesses`,
          fix: 'take one of these, or add the boundary to the contract',
        },
      ];
}
