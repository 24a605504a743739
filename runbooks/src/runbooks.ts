import { type Alert, type AlertKind, alertsOf } from '@attest/alerts';
import { plainVocabulary } from '@attest/dashboards';
import type { Platform } from '@attest/platform';
import { experimentRunbook, type PractisedExperiment } from './experiment-runbook.js';
import { alertRunbooks } from './kinds/index.js';
import { procedures } from './procedures/index.js';
import type { Runbook, RunbookContext, WriteRunbook } from './runbook.js';

export interface RunbookOptions {
  readonly environment: string;
  /** Game-day experiments, which get a runbook of their own. */
  readonly experiments?: readonly PractisedExperiment[];
}

export interface NamedRunbook extends Runbook {
  /** Its file, and the last part of its address: the name of the alert. */
  readonly name: string;
  readonly about: 'alert' | 'procedure' | 'experiment';
  /** The alerts that lead here. */
  readonly alerts: readonly Alert[];
}

/** Every runbook of a platform: for each alert that it has, for what people do by hand, for each experiment. Pure. */
export function runbooks(
  platform: Platform,
  { environment, experiments = [] }: RunbookOptions,
): NamedRunbook[] {
  const say = plainVocabulary(platform, environment);
  const alerts = alertsOf(platform, { environment });
  const context = (its: readonly Alert[]): RunbookContext => ({ platform, environment, alerts: its, say });
  const kinds = Object.entries(alertRunbooks) as [AlertKind, WriteRunbook][];
  const ofAlerts = kinds.flatMap(([kind, write]) => {
    const names = new Set(alerts.filter((alert) => alert.kind === kind).map(({ name }) => name));
    return [...names].map((name): NamedRunbook => {
      const its = alerts.filter((alert) => alert.name === name);
      return { name, about: 'alert', alerts: its, ...write(context(its)) };
    });
  });
  const ofProcedures = Object.entries(procedures).map(
    ([name, write]): NamedRunbook => ({ name, about: 'procedure', alerts: [], ...write(context([])) }),
  );
  const ofExperiments = experiments.map(
    (experiment): NamedRunbook => ({
      about: 'experiment',
      alerts: [],
      ...experimentRunbook(experiment, context([])),
    }),
  );
  const all = [...ofAlerts, ...ofProcedures, ...ofExperiments];
  const breach = alerts.find(({ kind }) => kind === 'error_rate_breach')?.name ?? 'service_down';
  return all.map((each) => withName({ ...each, related: relatedTo(each, all, alerts) }, breach));
}

/** Kinds are meant by their alerts' names, which the catalog may have chosen; what this platform does not have is left out. */
function relatedTo(
  { name, related }: NamedRunbook,
  all: readonly NamedRunbook[],
  alerts: readonly Alert[],
): string[] {
  const names = related.flatMap((wanted) => [
    wanted,
    ...alerts.filter(({ kind }) => kind === wanted).map((alert) => alert.name),
  ]);
  const known = new Set(all.map((each) => each.name));
  return [...new Set(names)].filter((each) => each !== name && known.has(each));
}

/** The catalog names the alert that nearly every runbook leads to. */
const withName = (runbook: NamedRunbook, breach: string): NamedRunbook => {
  const { alerts, ...text } = runbook;
  const named = JSON.parse(JSON.stringify(text).replaceAll('high error rate', breach)) as Omit<
    NamedRunbook,
    'alerts'
  >;
  return { ...named, alerts };
};
