import { nearest } from '@attest/platform';
import { CliError } from './cli-error.js';

/**
 * Looks all names up at once.
 *
 * @throws CliError `unknown-name` that lists every unknown name with the nearest known one.
 */
export function findNamed<T>(
  kind: string,
  names: readonly string[],
  known: Readonly<Record<string, T>>,
): T[] {
  const candidates = Object.keys(known);
  const unknown = names.filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0) {
    const lines = unknown.map((name) => {
      const suggestion = nearest(name, candidates);
      return `  ${name}${suggestion === undefined ? '' : ` – did you mean ${suggestion}?`}`;
    });
    throw new CliError(
      'unknown-name',
      `no such ${kind}:\n${lines.join('\n')}`,
      candidates.length <= 12
        ? `one of ${candidates.join(', ')}`
        : `the list has ${candidates.length} of them: attest claims`,
    );
  }
  return names.map((name) => known[name] as T);
}
