export type { Alert, AlertRule, Annotations, Figure } from './alert.js';
export { AlertsError, type AlertsErrorCode } from './alerts-error.js';
export type { Artefact } from './artefact.js';
export { contractPage } from './contract-page.js';
export { alertsOf, type DeriveOptions } from './derive.js';
export type { RuleDifference } from './diff/compare-rules.js';
export { diffRules } from './diff/diff-rules.js';
export type { LoadedRule } from './diff/loaded-rule.js';
export type { PrometheusApi } from './diff/read-prometheus.js';
export {
  bedAlertmanager,
  bedTemplates,
  type GenerateOptions,
  generate,
  secretFileNames,
} from './generate.js';
export { generateIngest, type IngestOptions } from './ingest/generate-ingest.js';
export { type AlertKind, alertKinds } from './kinds/index.js';
export { defaultLinks, type Links } from './links.js';
export type { BedEndpoints, MailAddresses } from './receivers.js';
export { labelsOf } from './rule.js';
