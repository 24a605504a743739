import { parseQuery } from '../promql/parse-query.js';

/*
 * The rules of grafana/dashboard-linter (lint/rules.go, 17 of them), written down once more for the classic schema, so that they
 * hold without the tool. The workflow runs the tool itself.
 */

export interface LintedDashboard {
  editable?: boolean;
  templating: { list: Template[] };
  panels: LintedPanel[];
}
export interface Template {
  name: string;
  label?: string;
  type: string;
  query?: unknown;
  datasource?: { uid?: string };
  multi?: boolean;
  allValue?: string;
  refresh?: number;
}
export interface LintedPanel {
  id?: number;
  type: string;
  title?: string;
  description?: string;
  datasource?: { uid?: string };
  targets?: LintedTarget[];
  fieldConfig?: { defaults?: { unit?: string; mappings?: unknown } };
  panels?: LintedPanel[];
}
export interface LintedTarget {
  expr?: string;
  datasource?: { type?: string };
}

type Rule = (dashboard: LintedDashboard) => string[];

/** Panels that the tool looks into; rows and unknown panels pass. */
const shown = ['stat', 'singlestat', 'graph', 'table', 'timeseries', 'gauge'];
const withDatasource = ['singlestat', 'graph', 'table', 'timeseries'];
const withQueries = ['singlestat', 'gauge', 'table', 'stat', 'state-timeline', 'timeseries'];

/** Those of Grafana's units that we use; any other fails, so that a typing error does. */
const units = ['none', 'short', 'percentunit', 's', 'bytes', 'reqps', 'ops', 'currencyUSD', 'bool_yes_no'];

const panelsOf = ({ panels }: LintedDashboard): LintedPanel[] =>
  panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);

const panelRule =
  (types: readonly string[], isWrong: (panel: LintedPanel, dashboard: LintedDashboard) => boolean): Rule =>
  (dashboard) =>
    panelsOf(dashboard)
      .filter(({ type }) => types.includes(type))
      .filter((panel) => isWrong(panel, dashboard))
      .map(({ title, id }) => `panel ${id} «${title}»`);

const targetRule =
  (problemsOf: (expr: string) => string[], types?: readonly string[]): Rule =>
  (dashboard) =>
    panelsOf(dashboard)
      .filter(({ type }) => types?.includes(type) ?? true)
      .flatMap(({ id, targets = [] }) =>
        targets.flatMap(({ expr = '' }) => problemsOf(expr).map((problem) => `panel ${id}: ${problem}`)),
      );

/** What does not parse is for `target-promql-rule`. */
const selectorsOf = (expr: string) => {
  try {
    return parseQuery(expr).selectors;
  } catch {
    return [];
  }
};

const matcherRule = (label: string): Rule =>
  targetRule((expr) =>
    selectorsOf(expr)
      .filter(
        ({ matchers }) =>
          !matchers.some((each) => each.label === label && each.op === '=~' && each.value === `$${label}`),
      )
      .map(({ names }) => `${names.join('|')} without ${label}=~"$${label}"`),
  );

const processTemplate =
  (name: string, label: string): Rule =>
  ({ templating }) => {
    const template = templating.list.find((each) => each.name === name);
    if (template === undefined) return [`no variable ${name}`];
    const is: [boolean, string][] = [
      [
        /^\$(\{(prometheus_)?datasource\}|(prometheus_)?datasource)$/.test(template.datasource?.uid ?? ''),
        'data source',
      ],
      [template.type === 'query', 'type'],
      [template.label === label, 'label'],
      [template.multi === true, 'multi'],
      [template.allValue === '.+', 'allValue'],
    ];
    return is.filter(([ok]) => !ok).map(([, what]) => `${name}: ${what}`);
  };

const isLoki = ({ targets = [] }: LintedPanel) =>
  targets.some(({ datasource }) => datasource?.type === 'loki');

export const linterRules = {
  'template-datasource-rule': ({ templating }) => {
    const sources = templating.list.filter(({ type }) => type === 'datasource');
    const isGood = ({ name, label }: Template) =>
      (name === 'datasource' && label === 'Data source') ||
      (name === 'prometheus_datasource' && label === 'Prometheus data source');
    return sources.length === 0
      ? ['no data source to choose']
      : sources.filter((each) => !isGood(each)).map(({ name }) => name);
  },
  'template-job-rule': processTemplate('job', 'Job'),
  'template-instance-rule': processTemplate('instance', 'Instance'),
  'template-label-promql-rule': ({ templating }) =>
    templating.list
      .filter(({ type }) => type === 'query')
      .filter(({ query }) => {
        const [, name = '', argument = ''] = /^([a-z_]+)\((.+)\)$/.exec(String(query)) ?? [];
        if (!['label_names', 'label_values', 'metrics', 'query_result'].includes(name)) return true;
        const [selector = ''] = argument.split(/,\s*\w+$/);
        return selectorsOf(selector).length === 0;
      })
      .map(({ name }) => name),
  'template-on-time-change-reload-rule': ({ templating }) =>
    templating.list.filter(({ type, refresh }) => type === 'query' && refresh !== 2).map(({ name }) => name),
  'panel-datasource-rule': panelRule(withDatasource, ({ datasource }, { templating }) => {
    const names = templating.list.filter(({ type }) => type === 'datasource').map(({ name }) => name);
    return !names.some((name) => [`$${name}`, `\${${name}}`].includes(datasource?.uid ?? ''));
  }),
  'panel-title-description-rule': panelRule(shown, ({ title, description }) => !title || !description),
  'panel-units-rule': panelRule(
    shown,
    ({ fieldConfig }) =>
      !fieldConfig?.defaults?.mappings && !units.includes(fieldConfig?.defaults?.unit ?? ''),
  ),
  'panel-no-targets-rule': panelRule(shown, ({ targets }) => targets === undefined),
  // There is no Loki here; whoever adds a panel of it has to write these two rules.
  'target-logql-rule': panelRule(withQueries, isLoki),
  'target-logql-auto-rule': panelRule(withQueries, isLoki),
  'target-promql-rule': targetRule((expr) => {
    try {
      return expr === '' || parseQuery(expr).selectors.length === 0 ? ['asks for nothing'] : [];
    } catch (error) {
      return [(error as Error).message];
    }
  }, withQueries),
  'target-rate-interval-rule': targetRule(
    (expr) =>
      selectorsOf(expr)
        .filter(
          (each) => ['rate', 'irate'].includes(each.function ?? '') && each.range !== '$__rate_interval',
        )
        .map(({ names, range }) => `rate of ${names.join('|')} over ${range}`),
    withQueries,
  ),
  'target-job-rule': matcherRule('job'),
  'target-instance-rule': matcherRule('instance'),
  'target-counter-agg-rule': targetRule((expr) =>
    selectorsOf(expr)
      .filter(({ names }) => names.some((name) => name.endsWith('_total')))
      .filter((each) => !['rate', 'irate', 'increase'].includes(each.function ?? ''))
      .map(({ names }) => `${names.join('|')} is a counter`),
  ),
  'uneditable-dashboard': ({ editable }) => (editable === true ? ['editable'] : []),
} satisfies Record<string, Rule>;

export type LinterRule = keyof typeof linterRules;
