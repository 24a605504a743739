export type { PractisedExperiment } from './experiment-runbook.js';
export { type Artefact, type GenerateOptions, generate } from './generate.js';
export type { ProcedureName } from './procedures/index.js';
export type { RunbookLinks } from './render/markdown.js';
export {
  type Check,
  type Command,
  environmentVariables,
  type Mitigation,
  type Query,
  type Runbook,
} from './runbook.js';
export { type NamedRunbook, type RunbookOptions, runbooks } from './runbooks.js';
