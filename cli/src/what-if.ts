import { type WhatIf, whatIfs } from '@attest/chaos';
import { CliError } from './cli-error.js';

/**
 * Reads `replication=async`, and more of the kind.
 *
 * @throws CliError `bad-option` that names every assignment which is not understood
 */
export function parseWhatIf(assignments: readonly string[]): WhatIf {
  const parsed = new Map<string, string>();
  const problems: string[] = [];
  for (const assignment of assignments) {
    const [key = '', ...rest] = assignment.split('=');
    const value = rest.join('=');
    const values: readonly string[] | undefined = isKey(key) ? whatIfs[key] : undefined;
    if (values === undefined) {
      problems.push(`${assignment}: no such key; one of ${Object.keys(whatIfs).join(', ')}`);
    } else if (!values.includes(value)) {
      problems.push(`${assignment}: ${key} is one of ${values.join(', ')}`);
    } else if (parsed.has(key) && parsed.get(key) !== value) {
      problems.push(`${assignment}: ${key} is ${parsed.get(key)} already; a run has one design`);
    } else parsed.set(key, value);
  }
  if (problems.length > 0) {
    throw new CliError(
      'bad-option',
      `--what-if:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
      'write KEY=VALUE, for example --what-if replication=async',
    );
  }
  return Object.fromEntries(parsed);
}

const isKey = (key: string): key is keyof typeof whatIfs => Object.hasOwn(whatIfs, key);
