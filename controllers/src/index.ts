export * from './failover/journal.js';
export * from './failover/ports.js';
