export type { Claim, Promised, PromiseOperator } from './claim.js';
export { claims, findClaim } from './claims.js';
export { type Coverage, coverage, headingsOf } from './coverage.js';
export { gpuClusterClaim } from './gpu.js';
