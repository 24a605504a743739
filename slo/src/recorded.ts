import type { Platform } from '@attest/platform';
import { burnRates } from './burn-rates.js';
import { secondsOf, tidy, type Window, windowOf } from './duration.js';
import { measureOf } from './indicators.js';
import type { Objective } from './objective.js';
import { select } from './promql.js';

export interface RecordingRule {
  record: string;
  expr: string;
  labels: Record<string, string>;
}

/**
 * Names of what is recorded for every objective, each with the labels `environment`, `service`, `region` and `objective`.
 * Convention: level:metric:operation (https://prometheus.io/docs/practices/rules/).
 */
export const recorded = {
  /** Events and failures a second. */
  events: (window: FastWindow) => `slo:events:rate${window}`,
  errors: (window: FastWindow) => `slo:errors:rate${window}`,
  /** Share of the events that failed; no result where there were none. */
  errorRatio: (window: FastWindow | SlowWindow | 'window') =>
    window === 'window' ? 'slo:error_ratio:window' : `slo:error_ratio:${window}`,
  /** Number of failures. */
  errorCount: (window: SlowWindow) => `slo:errors:increase${window}`,
  /** Events and failures a second, noted at the pace of the slow group: what longer windows are averaged from. */
  sampledEvents: 'slo_sampled:events:rate5m',
  sampledErrors: 'slo_sampled:errors:rate5m',
  /** Share of good events that is aimed at. */
  target: 'slo:objective:target',
  /** What is left of the error budget: 1 all of it, 0 nothing, below 0 overspent. */
  budgetRemaining: 'slo:error_budget:remaining',
} as const;

/** Computed from the raw series, at the pace of the alerts that read them, and in this order. */
export const fastWindows = ['5m', '1h', '30m'] as const;
export type FastWindow = (typeof fastWindows)[number];
/** Averaged from what the slow group noted. */
export const slowWindows = ['6h', '3d'] as const;
export type SlowWindow = (typeof slowWindows)[number];

/** Of the slow group, in seconds. Below five minutes, or instant queries would find nothing between two evaluations. */
export const slowIntervalSeconds = 120;

export const isFast = (window: Window): window is FastWindow =>
  (fastWindows as readonly string[]).includes(window);

/** An alert whose long window is averaged from what the slow group noted is evaluated by that group. */
const isReadAtEveryEvaluation = (window: FastWindow): boolean =>
  burnRates.some(({ long, short }) => isFast(long) && (window === long || window === short));

/** `slo:error_ratio:1h{environment="production",objective="shop-api-availability"}` */
export const ofObjective = (name: string, { id }: Pick<Objective, 'id'>, environment: string): string =>
  select(name, { environment, objective: id });

/**
 * Share of the events of a window that failed, as an alert compares it; where nothing happened it is not a number, which is above
 * no threshold. What is read at every evaluation is divided there: to record the quotient as well would take as long as all the rest
 * of the alert, and whoever else reads it has time.
 */
export const errorRatioIn = (window: Window, objective: Objective, environment: string): string =>
  isFast(window) && isReadAtEveryEvaluation(window)
    ? `${ofObjective(recorded.errors(window), objective, environment)} / ${ofObjective(recorded.events(window), objective, environment)}`
    : ofObjective(recorded.errorRatio(window as FastWindow | SlowWindow), objective, environment);

/** Number of failures in the long window of a pair, as PromQL over what is recorded. */
export const errorsIn = (window: Window, objective: Objective, environment: string): string =>
  isFast(window)
    ? `${ofObjective(recorded.errors(window), objective, environment)} * ${secondsOf(window)}`
    : ofObjective(recorded.errorCount(window as SlowWindow), objective, environment);

/**
 * The recording rules of an objective; sixteen series. Every window is weighted by events: numerators and denominators are
 * summed or averaged over it apart from each other, and then divided. Where nothing happened there is no result.
 */
export function recordingRules(
  platform: Platform,
  objective: Objective,
  environment: string,
): { fast: RecordingRule[]; slow: RecordingRule[] } {
  const { id, service, region, target, windowDays } = objective;
  const labels = { environment, service, region, objective: id };
  const rule = (record: string, expr: string): RecordingRule => ({ record, expr, labels });
  const own = (name: string) => ofObjective(name, objective, environment);
  const { total, errors } = measureOf(platform, objective.indicator, environment);
  /** What never failed has a series of failures all the same, which is 0. */
  const orNone = (failures: string, events: string) => `${failures} or on () ${events} * 0`;
  const quotient = (failures: string, events: string) => `${failures} / (${events} > 0)`;
  const averaged = (window: Window) =>
    quotient(
      `avg_over_time(${own(recorded.sampledErrors)}[${window}])`,
      `avg_over_time(${own(recorded.sampledEvents)}[${window}])`,
    );

  const rates = (window: FastWindow) => {
    const events = own(recorded.events(window));
    return [
      rule(recorded.events(window), total(window)),
      rule(recorded.errors(window), orNone(errors(window, events), events)),
    ];
  };
  const fast = fastWindows.filter(isReadAtEveryEvaluation).flatMap(rates);
  const slow = [
    ...fastWindows.filter((window) => !isReadAtEveryEvaluation(window)).flatMap(rates),
    ...fastWindows.map((window) =>
      rule(recorded.errorRatio(window), quotient(own(recorded.errors(window)), own(recorded.events(window)))),
    ),
    // Sums: two series of one name are never copied under one set of labels.
    rule(recorded.sampledEvents, `sum(${own(recorded.events('5m'))})`),
    rule(recorded.sampledErrors, `sum(${own(recorded.errors('5m'))})`),
    ...slowWindows.flatMap((window) => [
      rule(recorded.errorRatio(window), averaged(window)),
      rule(
        recorded.errorCount(window),
        `sum_over_time(${own(recorded.sampledErrors)}[${window}]) * ${slowIntervalSeconds}`,
      ),
    ]),
    rule(recorded.errorRatio('window'), averaged(windowOf(windowDays * 86_400))),
    rule(recorded.budgetRemaining, `1 - ${own(recorded.errorRatio('window'))} / ${tidy(1 - target)}`),
    { record: recorded.target, expr: `vector(${target})`, labels },
  ];
  return { fast, slow };
}

/** Every name that is recorded for an objective. */
export const recordedNames: readonly string[] = [
  ...fastWindows.flatMap((window) => [recorded.events(window), recorded.errors(window)]),
  ...fastWindows.map(recorded.errorRatio),
  recorded.sampledEvents,
  recorded.sampledErrors,
  ...slowWindows.flatMap((window) => [recorded.errorRatio(window), recorded.errorCount(window)]),
  recorded.errorRatio('window'),
  recorded.budgetRemaining,
  recorded.target,
];
