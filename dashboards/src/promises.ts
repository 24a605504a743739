import type { Platform } from '@attest/platform';
import type { PanelPromise } from './model.js';

/** The promises of the catalog that panels draw; undefined where the platform makes none. */
export interface Promises {
  /** The catalog's names of its rules, which are those of their alerts and runbooks. */
  readonly errorAlert: string | undefined;
  readonly latencyAlert: string | undefined;
  readonly errorRate: PanelPromise | undefined;
  readonly latencyP99: PanelPromise | undefined;
  readonly dailyBudget: PanelPromise | undefined;
  readonly detection: PanelPromise;
  readonly failover: PanelPromise;
  readonly synchronousStandbys: PanelPromise | undefined;
  readonly jobLimit: PanelPromise | undefined;
  readonly connections: PanelPromise;
}

export function promisesOf(platform: Platform): Promises {
  const { monitoring, cost, failover, workers, database } = platform;
  const rule = (indicator: 'error_rate' | 'p99_latency') =>
    monitoring.rules.find((each) => each.indicator === indicator);
  const errors = rule('error_rate');
  const latency = rule('p99_latency');
  const budget = cost.monitoring;
  const longest = workers.toSorted((a, b) => b.timeoutSeconds - a.timeoutSeconds)[0];
  const { quorum, mode } = failover.replication;
  return {
    errorAlert: errors?.name,
    latencyAlert: latency?.name,
    errorRate: errors && below(errors.threshold, `at most ${percent(errors.threshold)}`, monitoring.section),
    latencyP99:
      latency && below(latency.threshold / 1000, `at most ${latency.threshold} ms`, monitoring.section),
    dailyBudget:
      budget && below(budget.dailyBudgetUsd, `at most $${budget.dailyBudgetUsd} a day`, budget.section),
    detection: below(failover.detectionSeconds, `less than ${failover.detectionSeconds} s`, failover.section),
    failover: below(failover.durationSeconds, `less than ${failover.durationSeconds} s`, failover.section),
    synchronousStandbys:
      mode === 'synchronous'
        ? above(quorum, `at least ${quorum} to confirm a commit`, failover.section)
        : undefined,
    jobLimit:
      longest && below(longest.timeoutSeconds, `ended after ${longest.timeoutSeconds} s`, longest.section),
    connections: below(1, `at most ${database.settings.maxConnections} connections`, database.section),
  };
}

/** Better the smaller it is. */
export const below = (value: number, words: string, section: string): PanelPromise => ({
  value,
  good: 'below',
  words,
  section,
});

/** Better the greater it is. */
export const above = (value: number, words: string, section: string): PanelPromise => ({
  value,
  good: 'above',
  words,
  section,
});

/** Without the noise of binary fractions. */
export const percent = (ratio: number): string => `${Number((ratio * 100).toPrecision(12))} %`;
