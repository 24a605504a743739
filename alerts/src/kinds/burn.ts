import type { IndicatorKind } from '@attest/platform';
import {
  type BurnRate,
  burnRates,
  burnTimes,
  errorRatioIn,
  errorsIn,
  factorOf,
  isFast,
  measureOf,
  type Objective,
  thresholdOf,
  tidy,
  type Window,
} from '@attest/slo';
import type { AlertContext, AlertDraft, AlertKindDefinition } from '../alert.js';
import { burnCases } from '../testing/burn-cases.js';
import { decisionCase } from '../testing/decision-case.js';
import { recordingCases } from '../testing/recording-cases.js';

/** One alert for each pair of windows and objective of this kind. */
export const burn = (kind: IndicatorKind, title: string): AlertKindDefinition => ({
  title,
  derive: (context) =>
    context.objectives
      .filter((objective) => objective.kind === kind)
      .flatMap((objective) => burnRates.map((rate) => burnAlert(context, objective, rate))),
});

const dashboards: Partial<Record<IndicatorKind, AlertDraft['dashboard']>> = {
  'queue-age': 'gpu_and_queues',
  'queue-success': 'gpu_and_queues',
  'gpu-success': 'gpu_and_queues',
  'gpu-queue-time': 'gpu_and_queues',
  'replication-lag': 'failover_and_data',
};

function burnAlert(context: AlertContext, objective: Objective, rate: BurnRate): AlertDraft {
  const { platform, environment } = context;
  const { kind, service, region, target, windowDays, pageWithinSeconds } = objective;
  const { long, short, fast, leastErrors, leastRecentErrors } = rate;
  const factor = factorOf(rate, windowDays);
  const threshold = thresholdOf(rate, objective);
  const measure = measureOf(platform, objective.indicator, environment);
  const ratio = (window: Window) => errorRatioIn(window, objective, environment);
  const aim = `${percent(target)} over ${windowDays} days`;
  const hoursLeft = tidy((windowDays * 24) / factor);
  return {
    name: `${kind.replaceAll('-', '_')}_burn`,
    severity: pageWithinSeconds === undefined ? (fast ? 'warning' : 'info') : fast ? 'critical' : 'warning',
    service,
    region,
    promise: kind,
    objective: objective.id,
    labels: { long, short, burn: String(factor) },
    expr: [
      `${ratio(long)} > ${threshold}`,
      `${ratio(short)} > ${threshold}`,
      `${errorsIn(long, objective, environment)} >= ${leastErrors}`,
      `(${errorsIn(short, objective, environment)} >= ${leastRecentErrors} or ${ratio(short)} == 1)`,
    ].join(' and '),
    forSeconds: 0,
    pace: isFast(long) ? 'fast' : 'slow',
    figure: 'percentage',
    says: ({ figure }) => ({
      summary: `${service}${region === 'all' ? '' : ` in ${region}`}: ${figure} of the ${measure.events} ${measure.failing}`,
      description:
        `Over the last ${long}, and still over the last ${short}. ${aim} allows ${percent(tidy(1 - target))}; ` +
        `above ${percent(threshold)} the error budget burns ${factor} times too fast and lasts ${spoken(hoursLeft)}. (${objective.id})`,
    }),
    dashboard: dashboards[kind] ?? 'slo',
    metrics: measure.metrics,
    times: (errorRatio) => burnTimes(rate, objective, errorRatio),
    // Most of what an alert costs to derive, and few ask.
    get cases() {
      return [
        ...burnCases(context, objective, rate),
        decisionCase(context, objective, rate),
        // What is recorded is the same for all pairs.
        ...(rate === burnRates[0] ? recordingCases(context, objective) : []),
      ];
    },
  };
}

export const percent = (ratio: number): string => `${tidy(ratio * 100)}%`;

const spoken = (hours: number): string =>
  hours >= 48 ? `${tidy(Math.round(hours / 2.4) / 10)} days` : `${tidy(Math.round(hours * 10) / 10)} hours`;
