export { instrumentReplicate, type ReplicateOptions } from './instrument-replicate.js';
