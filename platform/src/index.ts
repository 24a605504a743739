export * from './claims/index.js';
export * from './schema/index.js';
