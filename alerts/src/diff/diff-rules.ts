import type { Platform } from '@attest/platform';
import { secondsOf, type Window } from '@attest/slo';
import { contextOf, type DeriveOptions, deriveAlerts } from '../derive.js';
import { ruleFiles } from '../rule-files.js';
import { compareRules, type RuleDifference } from './compare-rules.js';
import type { LoadedRule } from './loaded-rule.js';
import { canonical, type PrometheusApi, readLoadedRules } from './read-prometheus.js';

/**
 * Compares the rules of a platform with those that a live Prometheus has loaded.
 *
 * @throws AlertsError `not-a-prometheus`
 */
export async function diffRules(
  platform: Platform,
  options: DeriveOptions,
  api: PrometheusApi,
): Promise<RuleDifference> {
  const context = contextOf(platform, options);
  const alerts = deriveAlerts(context);
  const ours = [...ruleFiles(context, alerts).values()].flat().flatMap(({ name, rules }) =>
    rules.map(
      (rule): Omit<LoadedRule, 'reads'> => ({
        group: name,
        kind: 'alert' in rule ? 'alert' : 'record',
        name: 'alert' in rule ? rule.alert : rule.record,
        expr: rule.expr,
        forSeconds: 'for' in rule && rule.for !== undefined ? secondsOf(rule.for as Window) : 0,
        labels: rule.labels,
      }),
    ),
  );
  const loaded = await readLoadedRules(api);
  return compareRules(await downToScraped(api, ours, alerts), loaded);
}

/** What an alert reads through recordings are the metrics that these are made from. */
async function downToScraped(
  api: PrometheusApi,
  ours: readonly Omit<LoadedRule, 'reads'>[],
  alerts: readonly { name: string; metrics: readonly string[] }[],
): Promise<LoadedRule[]> {
  const metrics = new Map<string, Set<string>>();
  for (const alert of alerts)
    metrics.set(alert.name, new Set([...(metrics.get(alert.name) ?? []), ...alert.metrics]));
  return (await canonical(api, ours)).map((rule) => ({
    ...rule,
    reads: [...(metrics.get(rule.name) ?? rule.reads)],
  }));
}
