import type { Platform } from '../schema/index.js';
import { applyAcceptances } from './accept.js';
import type { Finding, Rule } from './finding.js';
import { rules } from './rules.js';

export interface LintOptions {
  /** ISO date on which acceptances are judged; by default today, UTC. */
  today?: string;
  /** By default all. */
  rules?: readonly Rule[];
}

/** Contradictions inside the design, accepted ones included and marked. */
export function lint(platform: Platform, options: LintOptions = {}): Finding[] {
  const { today = new Date().toISOString().slice(0, 10), rules: chosen = Object.values(rules) } = options;
  const found = chosen.flatMap((rule) =>
    rule.check(platform, today).map((raw) => ({ ...raw, rule: rule.id })),
  );
  return applyAcceptances(platform, found, chosen, today);
}
