import type { CostMonitoring, CostOptimization, Platform } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection, when } from './draft.js';
import { how } from './how.js';
import { atMost, equal, is } from './promised.js';
import { duration, list, slug, words } from './wording.js';

export function costClaims({ cost: { optimization, monitoring } }: Platform): Claim[] {
  return [
    ...(optimization
      ? inSection(optimization.section, [
          ...compute(optimization.compute),
          ...storage(optimization.storage),
          ...bandwidth(optimization.bandwidth),
        ])
      : []),
    ...(monitoring ? inSection(monitoring.section, [...tracking(monitoring), ...reporting(monitoring)]) : []),
  ];
}

function compute(compute: CostOptimization['compute']): (Draft | undefined)[] {
  if (compute === undefined) return [];
  const share = (id: string, percent: number, kind: string): Draft => [
    `cost.compute.${id}`,
    `${percent} % of the compute is ${kind}`,
    equal(percent, 'percent'),
    how.cost,
  ];
  return [
    share('spot', compute.spotPercent, 'bought as spot instances'),
    share('reserved', compute.reservedPercent, 'reserved'),
    share('on-demand', compute.onDemandPercent, 'bought on demand'),
    when(compute.autoScaling, ({ scaleDownDelaySeconds }) => [
      'cost.scale-down-delay',
      `Instances are removed after ${duration(scaleDownDelaySeconds)} of lower load`,
      equal(scaleDownDelaySeconds, 'seconds'),
      how.autoscaler,
    ]),
    when(compute.autoScaling, ({ targetUtilizationPercent }) => [
      'cost.target-utilization',
      `Compute is used to ${targetUtilizationPercent} %`,
      equal(targetUtilizationPercent, 'percent'),
      how.autoscaler,
    ]),
  ];
}

function storage(storage: CostOptimization['storage']): Draft[] {
  return [
    ...(storage?.lifecycle ?? []).map(
      ({ tier, fromDay, toDay }): Draft => [
        `cost.storage.${slug(tier)}`,
        toDay === undefined
          ? `Objects of ${fromDay} days and more are in the ${tier} tier`
          : `Objects of ${fromDay} to ${toDay} days are in the ${tier} tier`,
        is(toDay === undefined ? [fromDay] : [fromDay, toDay], 'days'),
        how.record,
      ],
    ),
    ...Object.entries(storage?.compression ?? {}).map(
      ([kind, format]): Draft => [
        `cost.compression.${slug(kind)}`,
        `${kind.charAt(0).toUpperCase()}${kind.slice(1)} are stored as ${format}`,
        is(format),
        how.record,
      ],
    ),
  ];
}

const bandwidth = (bandwidth: CostOptimization['bandwidth']): (Draft | undefined)[] => [
  when(bandwidth?.cdnCaching, (strategy) => [
    'cost.bandwidth.cdn-caching',
    `CDN caching is ${strategy}`,
    is(strategy),
    how.record,
  ]),
  when(bandwidth?.compression, (format) => [
    'cost.bandwidth.compression',
    `Responses are compressed with ${format}`,
    is(format),
    'a request with `Accept-Encoding`',
  ]),
  when(bandwidth?.http3, (enabled) => [
    'cost.bandwidth.http3',
    `HTTP/3 is ${enabled ? 'enabled' : 'disabled'}`,
    is(enabled),
    'the `Alt-Svc` header of the edge',
  ]),
];

const tracking = (monitoring: CostMonitoring): Draft[] => [
  [
    'cost.daily-budget',
    `A day costs no more than ${monitoring.dailyBudgetUsd} USD`,
    atMost(monitoring.dailyBudgetUsd, 'USD/day'),
    how.cost,
  ],
  ['cost.granularity', `Costs are known ${monitoring.granularity}`, is(monitoring.granularity), how.cost],
  [
    'cost.dimensions',
    `Costs are split by ${list(monitoring.dimensions.map(words))}`,
    is(monitoring.dimensions),
    how.cost,
  ],
  [
    'cost.anomaly-detection',
    monitoring.anomalyDetection ? 'An unusual cost raises an alert' : 'Unusual costs raise no alert',
    is(monitoring.anomalyDetection),
    how.forecast,
  ],
  [
    'cost.forecast-alerts',
    monitoring.forecastAlerts
      ? 'A day that will exceed its budget raises an alert before it does'
      : 'A day that will exceed its budget raises no alert before it does',
    is(monitoring.forecastAlerts),
    how.forecast,
  ],
];

function reporting({ reporting }: CostMonitoring): Draft[] {
  if (reporting === undefined) return [];
  const { frequency, recipients, metrics } = reporting;
  return [
    ['cost.reporting.frequency', `Costs are reported ${frequency}`, is(frequency), how.cost],
    ['cost.reporting.recipients', `Costs are reported to ${list(recipients)}`, is(recipients), how.cost],
    ...metrics.map(
      (metric): Draft => [
        `cost.reporting.${slug(metric)}`,
        `The cost report shows ${words(metric)}`,
        is(metric),
        how.cost,
      ],
    ),
  ];
}
