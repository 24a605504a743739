import type { Platform } from '@attest/platform';
import { type Ceiling, ceilingProblems, ceilings } from './ceiling.js';
import { type Objective, objectives } from './objective.js';
import { problemsOf } from './problems.js';
import { SloError } from './slo-error.js';

export interface Promises {
  ceilings: Ceiling[];
  objectives: Objective[];
}

/**
 * What rules are made from, checked.
 *
 * @throws SloError `invalid-objective` naming every objective that could not be kept, seen, or seen in time.
 */
export function compile(platform: Platform): Promises {
  const all = { ceilings: ceilings(platform), objectives: objectives(platform) };
  const problems = [...ceilingProblems(platform), ...problemsOf(platform, all.objectives, all.ceilings)];
  if (problems.length === 0) return all;
  const lines = problems.map(({ where, what, why, fix }) => `${where}\n    ${what}: ${why}\n    fix: ${fix}`);
  throw new SloError(
    'invalid-objective',
    `${problems.length} ${problems.length === 1 ? 'objective' : 'objectives'} cannot be compiled:\n\n${lines.join('\n\n')}`,
    problems.length === 1 ? (problems[0]?.fix ?? '') : 'correct each of the problems above',
    problems,
  );
}
