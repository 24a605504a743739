export { defaultPool, reservedConnections } from './facts/postgresql.js';
export type { Finding, RawFinding, Rule } from './finding.js';
export { type LintOptions, lint } from './lint.js';
export { rules } from './rules.js';
