import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = import.meta.dirname;
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('testing'),
);

describe('what a service installs', () => {
  it('needs optional packages only where it uses them: nothing is imported from them but types, or when it is wanted', () => {
    expect(sources.length).toBeGreaterThan(40);
    const optional =
      /^import (?!type\b).*from '(?:express|pg|replicate|ably|next|react|ws|@prisma|@sentry\/node|@opentelemetry\/(?:auto-|instrumentation))\b/m;
    const importing = sources.filter((path) => optional.test(readFileSync(join(folder, path), 'utf8')));
    expect(importing).toEqual([]);
    expect(optional.test("import express from 'express';")).toBe(true);
  });

  it('starts with nothing but Node: what takes time to load is imported later', () => {
    expect([...loadedAtStart('index.ts'), ...loadedAtStart('express/index.ts')]).toEqual([]);
    expect([...loadedAtStart('tracing/start-tracing.ts')]).toContain('@opentelemetry/sdk-trace');
  });
});

/** The packages that a module needs before it can run, through all modules that it imports statically. */
function loadedAtStart(module: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(module)) return packages;
  seen.add(module);
  const source = readFileSync(join(folder, module), 'utf8');
  for (const [, imported = ''] of source.matchAll(/^(?:import|export) (?!type\b)[^;]*?from '([^']+)';/gm)) {
    if (imported.startsWith('node:')) continue;
    if (!imported.startsWith('.')) packages.add(imported);
    else {
      const file = join(dirname(module), imported).replace(/\.js$/, '.ts');
      for (const found of loadedAtStart(file, seen)) packages.add(found);
    }
  }
  return packages;
}
