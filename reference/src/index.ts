export { Bed, startReference } from './bed.js';
export { BedError, type BedErrorCode } from './bed-error.js';
export type { BedOptions, BedTools, Mutants } from './bed-options.js';
export type { OnStep } from './composition/start-log.js';
export type { MonitoringEndpoints, MonitoringFiles } from './monitoring/monitoring-files.js';
export type { EndReport } from './processes/end-run.js';
export { type ReapReport, reap } from './processes/reap.js';
export { stressCluster, stressService } from './scaling/stress.js';
export { referenceTarget } from './target.js';
