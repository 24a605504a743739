import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { twoServices } from '../../../test/fixtures/two-services.js';
import { generate } from '../generate.js';
import { type LintedDashboard, type LinterRule, linterRules } from '../testing/dashboard-linter.js';

const filesOf = (platform: typeof arborKumori) =>
  generate(platform, { environment: 'production' })
    .filter(({ path }) => path.endsWith('.json'))
    .map(({ path, content }): [string, LintedDashboard] => [path, JSON.parse(content)]);

const rules = Object.keys(linterRules) as LinterRule[];

describe.each([
  ['the platform that ships', arborKumori],
  ['another platform', twoServices],
])('the dashboards of %s', (_name, platform) => {
  it.each(rules)('keep %s of grafana/dashboard-linter', (rule) => {
    const found = filesOf(platform).map(([path, dashboard]) => [path, linterRules[rule](dashboard)]);
    expect(found.filter(([, problems]) => (problems ?? []).length > 0)).toEqual([]);
  });
});

describe('the rules', () => {
  const files = generate(twoServices, { environment: 'production' });
  const contentOf = (end: string) => files.find(({ path }) => path.endsWith(end))?.content ?? '';
  const good = () => JSON.parse(contentOf('/service_health.json')) as LintedDashboard;
  const variable = (dashboard: LintedDashboard, name: string) =>
    dashboard.templating.list.find((each) => each.name === name) ?? { name, type: '' };
  const panel = (dashboard: LintedDashboard, type = 'timeseries') =>
    dashboard.panels.find((each) => each.type === type) ?? { type };
  const query = (change: (expr: string) => string) => (dashboard: LintedDashboard) => {
    const [target] = panel(dashboard).targets ?? [];
    if (target) target.expr = change(target.expr ?? '');
  };

  const set = <T extends object>(target: T, change: Partial<T>): void => void Object.assign(target, change);

  it('are 17', () => expect(rules).toHaveLength(17));

  /** A way to break each of them. */
  const mutants: Record<LinterRule, (dashboard: LintedDashboard) => void> = {
    'template-datasource-rule': (dashboard) => set(variable(dashboard, 'datasource'), { name: 'source' }),
    'template-job-rule': (dashboard) => set(variable(dashboard, 'job'), { allValue: '.*' }),
    'template-instance-rule': (dashboard) => set(variable(dashboard, 'instance'), { multi: false }),
    'template-label-promql-rule': (dashboard) => set(variable(dashboard, 'route'), { query: 'values(a, b)' }),
    'template-on-time-change-reload-rule': (dashboard) => set(variable(dashboard, 'route'), { refresh: 1 }),
    'panel-datasource-rule': (dashboard) => set(panel(dashboard), { datasource: { uid: 'mine' } }),
    'panel-title-description-rule': (dashboard) => set(panel(dashboard), { description: '' }),
    'panel-units-rule': (dashboard) =>
      set(panel(dashboard), { fieldConfig: { defaults: { unit: 'furlong' } } }),
    'panel-no-targets-rule': (dashboard) => void delete panel(dashboard).targets,
    'target-logql-rule': (dashboard) => void panel(dashboard).targets?.push({ datasource: { type: 'loki' } }),
    'target-logql-auto-rule': (dashboard) =>
      void panel(dashboard).targets?.push({ datasource: { type: 'loki' } }),
    'target-promql-rule': query((expr) => `${expr})`),
    'target-rate-interval-rule': query((expr) => expr.replaceAll('$__rate_interval', '5m')),
    'target-job-rule': query((expr) => expr.replace('job=~"$job",', '')),
    'target-instance-rule': query((expr) => expr.replace('instance=~"$instance"', 'instance="$instance"')),
    'target-counter-agg-rule': query(() => 'sum(telemetry_dropped_total{job=~"$job",instance=~"$instance"})'),
    'uneditable-dashboard': (dashboard) => set(dashboard, { editable: true }),
  };

  it.each(rules)('%s catches what it is for', (rule) => {
    const dashboard = good();
    expect(linterRules[rule](dashboard)).toEqual([]);
    mutants[rule](dashboard);
    expect(linterRules[rule](dashboard)).not.toEqual([]);
  });
});
