import { recorded } from '@attest/slo';
import type { Artefact } from './artefact.js';
import { yaml } from './grafana/provisioning.js';

interface PanelSeries {
  readonly record: string;
  /** What it is a copy or a sum of, in one environment. */
  readonly expr: (environment: string) => string;
  readonly labels: readonly string[];
}

const ofObjective = (record: string, name: string): PanelSeries => ({
  record,
  expr: (environment) => `${name}{environment="${environment}"}`,
  labels: ['environment', 'service', 'region', 'objective'],
});

const severities = ['critical', 'warning', 'info'] as const;

/** Always a number for every severity: no alert is 0, and not nothing. */
const firing = (environment: string): string => {
  const none = severities.map((severity) => `label_replace(vector(0), "severity", "${severity}", "", "")`);
  return `count by (severity) (ALERTS{alertstate="firing",environment="${environment}",severity!="none"}) or ${none.join(' or ')}`;
};

/**
 * What rules record for objectives and alerts belongs to no scrape target, but a panel can be narrowed to a job and an instance.
 * So panels read copies that name who computed them; alerts keep reading the originals, whose labels they hand on to people.
 */
export const panelSeries = {
  target: ofObjective('panel:slo_objective:target', recorded.target),
  budget: ofObjective('panel:slo_error_budget:remaining', recorded.budgetRemaining),
  events: ofObjective('panel:slo_events:rate5m', recorded.events('5m')),
  errorRatio5m: ofObjective('panel:slo_error_ratio:5m', recorded.errorRatio('5m')),
  errorRatio1h: ofObjective('panel:slo_error_ratio:1h', recorded.errorRatio('1h')),
  errorRatio6h: ofObjective('panel:slo_error_ratio:6h', recorded.errorRatio('6h')),
  errorRatio3d: ofObjective('panel:slo_error_ratio:3d', recorded.errorRatio('3d')),
  errorRatioWindow: ofObjective('panel:slo_error_ratio:window', recorded.errorRatio('window')),
  firing: { record: 'panel:alerts_firing:count', expr: firing, labels: ['environment', 'severity'] },
} as const satisfies Record<string, PanelSeries>;

/** Labels of every series that panels may read beside the contract’s, by its name. */
export const recordedSeries = (): ReadonlyMap<string, readonly string[]> =>
  new Map(Object.values(panelSeries).map(({ record, labels }) => [record, labels]));

/** The rules that record them, for Prometheus. */
export const panelRules = (environment: string): Artefact => ({
  path: `generated/${environment}/prometheus/dashboards.yml`,
  content: yaml({
    groups: [
      {
        name: 'attest dashboards',
        rules: Object.values(panelSeries).map(({ record, expr }) => ({
          record,
          expr: expr(environment),
          labels: { job: 'attest', instance: 'rules', environment },
        })),
      },
    ],
  }),
});
