import { nearest } from '@attest/platform';
import { CliError } from './cli-error.js';

/** So many names can be read in an error. */
const fewNames = 12;

/**
 * Looks all names up at once.
 *
 * @param otherwise the way out when there are none, or too many to list
 * @throws CliError `unknown-name` that lists every unknown name with the nearest known one.
 */
export function findNamed<T>(
  kind: string,
  names: readonly string[],
  known: Readonly<Record<string, T>>,
  otherwise: string,
): T[] {
  const candidates = Object.keys(known);
  const unknown = names.filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0) {
    const lines = unknown.map((name) => {
      const suggestion = nearest(name, candidates);
      return `  ${name}${suggestion === undefined ? '' : ` – did you mean ${suggestion}?`}`;
    });
    const canList = candidates.length > 0 && candidates.length <= fewNames;
    throw new CliError(
      'unknown-name',
      `no such ${kind}:\n${lines.join('\n')}`,
      canList ? `one of ${candidates.join(', ')}` : otherwise,
    );
  }
  return names.map((name) => known[name] as T);
}
