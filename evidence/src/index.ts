export type * from './evidence.js';
export * from './verdict.js';
