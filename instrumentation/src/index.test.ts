import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = import.meta.dirname;
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('testing'),
);

describe('what a service installs', () => {
  it('needs frameworks and clients only where it uses them: nothing is imported from them but types', () => {
    expect(sources.length).toBeGreaterThan(40);
    const optional = /^import (?!type\b).*from '(?:express|pg|replicate|ably|next|react|ws|@prisma)\b/m;
    const importing = sources.filter((path) => optional.test(readFileSync(join(folder, path), 'utf8')));
    expect(importing).toEqual([]);
    expect(optional.test("import express from 'express';")).toBe(true);
  });
});
