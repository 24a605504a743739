import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** What a file imports at run time; types are gone by then. */
function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  const from = /^(?:import|export) (?!type\b)[^;]*?from '([^']+)'/gm;
  const dynamic = /import\('([^']+)'\)/g;
  return [...source.matchAll(from), ...source.matchAll(dynamic)].map(([, imported]) => imported as string);
}

/** Everything outside this package that a file brings along. */
function broughtAlong(entry: string, seen = new Set<string>()): string[] {
  if (seen.has(entry)) return [];
  seen.add(entry);
  return importsOf(entry).flatMap((imported) =>
    imported.startsWith('.')
      ? broughtAlong(path.join(path.dirname(entry), imported.replace(/\.js$/, '.ts')), seen)
      : [imported],
  );
}

describe('the edge build', () => {
  it('needs nothing of Node.js, and no other package', () => {
    expect(broughtAlong(path.join(import.meta.dirname, 'edge.ts'))).toEqual([]);
  });

  it('would be found out if it did', () => {
    const node = broughtAlong(path.join(import.meta.dirname, 'index.ts'));
    expect(node).toEqual(expect.arrayContaining(['node:http', 'prom-client']));
  });
});
