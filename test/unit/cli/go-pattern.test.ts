import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { RE2 } from 're2-wasm';
import { describe, expect, it } from 'vitest';
import { repository } from './attest.js';

const { default: GoPattern } = await import(path.join(repository, 'cli/bundler/go-pattern.js'));

/** Every pattern that the schemas of prometheus-operator give to the engine. */
const patterns = (() => {
  const { resolve } = createRequire(path.join(repository, 'alerts/package.json'));
  const folder = path.join(path.dirname(resolve('@kubernetes-models/prometheus-operator')), '_schemas');
  const found = readdirSync(folder)
    .filter((file) => file.endsWith('.mjs'))
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .filter((source) => source.includes('validate/runtime/re2'))
    .flatMap((source) =>
      [...source.matchAll(/"(\^[^"]*\(\?i\)[^"]*)"/g)].map(([, pattern]) => pattern ?? ''),
    );
  return [...new Set(found)];
})();

const texts = [
  'monday',
  'MONDAY',
  'monday:Friday',
  'monday:',
  'Mon',
  'january',
  'JANUARY:3',
  '12:3',
  '',
  ' may',
  'may ',
  'ſunday',
  'x',
];

describe('patterns of Kubernetes schemas in the bundle', () => {
  it('are the few that were seen', () => expect(patterns.length).toBeGreaterThan(1));

  it.each(patterns)('say the same as in the engine for them: %s', (pattern) => {
    const [ours, theirs] = [new GoPattern(pattern), new RE2(pattern, 'u')];
    for (const text of texts) expect([text, ours.test(text)]).toEqual([text, theirs.test(text)]);
  });

  it.each(['^a(?i)[b-d]$', '^(?i)a(?=b)', '(?s)a.b', '(?i:a)b', '(?i)\\w'])(
    'that say more are refused: %s',
    (pattern) => {
      expect(() => new GoPattern(pattern)).toThrow(/says more than that case does not matter/);
    },
  );
});
