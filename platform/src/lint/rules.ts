import type { Rule } from './finding.js';

/** Every rule, by its id. */
export const rules = {} satisfies Record<string, Rule>;
