import type { LocalProblem } from '../problem.js';
import { type Check, entries } from '../valid-parts.js';

const providerOf = { pagerduty: 'PagerDuty', slack: 'Slack', email: 'Email' } as const;
const unitOf = { error_rate: 'ratio', p99_latency: 'ms' } as const;

/** Whoever is to be told can be reached, and thresholds are in the unit of what they are compared with. */
export const monitoring: Check = (parts) => [...severities(parts), ...units(parts), ...channels(parts)];

const severities: Check = ({ monitoring }) =>
  monitoring?.routes === undefined
    ? []
    : entries(monitoring.rules).flatMap(([i, { name, severity }]) =>
        severity === undefined || monitoring.routes?.[severity] !== undefined
          ? []
          : [
              {
                code: 'unknown-reference' as const,
                path: `monitoring.rules[${i}].severity`,
                what: `there is no route for severity '${severity}'`,
                why: `nobody would be told of '${name}'`,
                fix: `add monitoring.routes.${severity}`,
              },
            ],
      );

const units: Check = ({ monitoring }) =>
  entries(monitoring?.rules).flatMap(([i, { indicator, unit, threshold }]): LocalProblem[] => {
    if (indicator === undefined || unit === undefined) return [];
    if (unitOf[indicator] !== unit) {
      return [
        {
          code: 'inconsistent',
          path: `monitoring.rules[${i}].unit`,
          what: `${indicator} is compared with a threshold in '${unit}'`,
          why: `${indicator} is measured in '${unitOf[indicator]}'`,
          fix: `give the threshold in '${unitOf[indicator]}'`,
        },
      ];
    }
    if (unit !== 'ratio' || threshold === undefined || threshold <= 1) return [];
    return [
      {
        code: 'inconsistent',
        path: `monitoring.rules[${i}].threshold`,
        what: `the threshold is ${threshold}`,
        why: 'a ratio is never above 1, so the rule would never fire',
        fix: `give a share, such as ${threshold / 100} for ${threshold} percent`,
      },
    ];
  });

const channels: Check = ({ monitoring, failover, delivery }) => {
  if (monitoring?.routes === undefined) return [];
  const reachable = Object.values(monitoring.routes).map((route) => route?.provider);
  const unreachable = (path: string, list: readonly (keyof typeof providerOf | undefined)[] | undefined) =>
    entries(list).flatMap(([i, channel]): LocalProblem[] =>
      reachable.includes(providerOf[channel])
        ? []
        : [
            {
              code: 'unknown-reference',
              path: `${path}[${i}]`,
              what: `no route goes to ${providerOf[channel]}`,
              why: 'a notification needs a route that the monitoring knows',
              fix: `add a route with provider '${providerOf[channel]}', or leave '${channel}' out`,
            },
          ],
    );
  return [
    ...unreachable('failover.notify', failover?.notify),
    ...unreachable('delivery.rollback.notify', delivery?.rollback?.notify),
  ];
};
