import { readFileSync } from 'node:fs';
import { EvidenceError } from './evidence-error.js';
import type { VerdictDocument } from './verdict.js';

type Fields = Readonly<Record<string, unknown>>;

const words = ['held', 'broken', 'inconclusive'];

/** @throws EvidenceError `bad-verdict`, naming everything that is wrong with the document */
export function parseVerdict(text: string, path: string): VerdictDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw badVerdict(path, ['it is not JSON'], cause);
  }
  const problems = isFields(value) ? problemsOf(value) : ['it is not an object'];
  if (problems.length > 0) throw badVerdict(path, problems);
  return value as VerdictDocument;
}

/** `undefined` where there is none that can be read. */
export function readVerdict(path: string): VerdictDocument | undefined {
  try {
    return parseVerdict(readFileSync(path, 'utf8'), path);
  } catch {
    return undefined;
  }
}

function problemsOf(document: Fields): string[] {
  const problems: string[] = [];
  if (document.schema !== 'attest.verdict/v1') problems.push('"schema" is not "attest.verdict/v1"');
  for (const name of ['run', 'kind', 'target', 'environment', 'revision']) {
    if (typeof document[name] !== 'string') problems.push(`"${name}" is not a text`);
  }
  if (typeof document.startedAt !== 'string' || Number.isNaN(Date.parse(document.startedAt))) {
    problems.push('"startedAt" is not a time');
  }
  if (!Array.isArray(document.claims)) return [...problems, '"claims" is not a list'];
  document.claims.forEach((claim: unknown, index) => {
    const fields = isFields(claim) ? claim : {};
    if (typeof fields.id !== 'string') problems.push(`claims[${index}].id is not a text`);
    if (!words.includes(fields.verdict as string)) {
      problems.push(`claims[${index}].verdict is none of ${words.join(', ')}`);
    }
  });
  return problems;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function badVerdict(path: string, problems: readonly string[], cause?: unknown): EvidenceError {
  return new EvidenceError(
    'bad-verdict',
    `${path} is not a verdict: ${problems.join('; ')}`,
    `judge the run again (attest report) or remove its folder`,
    cause === undefined ? {} : { cause },
  );
}
