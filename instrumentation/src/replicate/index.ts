export { instrumentReplicate, recordWebhook } from './instrument-replicate.js';
export type { ReplicateOptions } from './prediction-recorder.js';
