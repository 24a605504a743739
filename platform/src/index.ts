export { arborKumori } from './arbor-kumori/index.js';
export * from './claims/index.js';
export type { Problem, ProblemCode } from './define/problem.js';
export { where } from './define/where.js';
export { definePlatform, findProblems } from './define-platform.js';
export { findService } from './find-service.js';
export { nearest } from './nearest.js';
export { PlatformError, type PlatformErrorCode } from './platform-error.js';
export * from './schema/index.js';
