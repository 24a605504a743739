export type { Artefact } from './artefact.js';
export { dashboards } from './dashboards.js';
export { type GenerateOptions, generate } from './generate.js';
export type { GrafanaLinks } from './grafana/links.js';
export {
  type Dashboard,
  type DashboardName,
  dashboardNames,
  type Panel,
  type PanelPromise,
  type PanelQuery,
  type Row,
} from './model.js';
export { panelRules } from './panel-series.js';
export { checkQuery } from './promql/check-query.js';
export { knownSeries } from './promql/known-series.js';
export { daysSinceDrill } from './query/days-since-drill.js';
export { is, type Matcher, matches, matchesNot } from './query/matcher.js';
export { plainVocabulary, type Vocabulary } from './query/vocabulary.js';
