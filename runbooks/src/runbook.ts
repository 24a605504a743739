import type { Alert } from '@attest/alerts';
import type { DashboardName, Vocabulary } from '@attest/dashboards';
import type { Platform } from '@attest/platform';

/** What on-call does. Text is Markdown of one paragraph; it is read at three in the morning by somebody who was asleep. */
export interface Runbook {
  /** What is wrong or to be done, in a few words. */
  readonly title: string;
  /** What the alert says, and what it does not. */
  readonly meaning: string;
  /** Who notices what, and how bad it gets if nobody acts. */
  readonly impact: string;
  /** In this order; each ends with what to do next. At least three. */
  readonly checks: readonly Check[];
  /** The reversible and small ones first. */
  readonly mitigations: readonly Mitigation[];
  readonly escalate: string;
  /** How to know that it is over. */
  readonly recovered: Query;
  /** When it fires and nothing is wrong, and what to do about that. */
  readonly falsePositives: readonly string[];
  readonly dashboard: DashboardName;
  /** As somebody would describe it who has not seen the alert. */
  readonly symptoms: readonly string[];
  /** Names of other runbooks that this one leads to. */
  readonly related: readonly string[];
  /** The game-day experiment that practises it. */
  readonly drill?: string;
}

/** Look → what you expect → otherwise. */
export interface Check {
  readonly question: string;
  readonly look: Query | Command;
  readonly expect: string;
  readonly otherwise: string;
}

export interface Query {
  readonly kind: 'query';
  /** PromQL without placeholders: it shows everything, and what is bad stands out. */
  readonly promql: string;
  /** How to read the answer. */
  readonly reads: string;
  /** It usually answers nothing: what it shows is the fault itself, or nothing emits it on every platform. */
  readonly mayBeEmpty?: boolean;
}

/** For a shell in which the variables of `environmentVariables` are set. */
export interface Command {
  readonly kind: 'command';
  readonly run: string;
}

export interface Mitigation {
  readonly what: string;
  /** When to choose it. */
  readonly when: string;
  readonly how: readonly Command[];
  readonly isReversible: boolean;
  readonly blastRadius: string;
  readonly undo: string;
}

/** What a runbook is written for. */
export interface RunbookContext {
  readonly platform: Platform;
  readonly environment: string;
  /** The alerts of this kind that the platform has; empty for procedures. */
  readonly alerts: readonly Alert[];
  readonly say: Vocabulary;
}

export type WriteRunbook = (context: RunbookContext) => Runbook;

/** Set once in the shell in which commands are run. */
export const environmentVariables = {
  PROMETHEUS_URL: 'Prometheus, e.g. http://prometheus.monitoring:9090',
  ALERTMANAGER_URL: 'Alertmanager, e.g. http://alertmanager.monitoring:9093',
  FAILOVER_URL: 'the failover controller’s admin port: GET /state, POST /failover, POST /retry',
  PRIMARY_URL: 'PostgreSQL of the primary region, as a superuser',
  RESTORED_URL: 'the database `restored` on the primary’s server',
  STANDBY_URL: 'PostgreSQL of the standby that is meant, as a superuser',
} as const;
