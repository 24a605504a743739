import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** Who may import whom. `contract` is the pure data of the instrumentation package. */
const below: Readonly<Record<string, readonly string[]>> = {
  platform: [],
  instrumentation: [],
  tools: [],
  slo: ['platform', 'instrumentation/contract'],
  alerts: ['platform', 'instrumentation/contract', 'slo'],
  dashboards: ['platform', 'instrumentation/contract', 'slo'],
  runbooks: ['platform', 'instrumentation/contract', 'slo', 'alerts', 'dashboards'],
  evidence: ['platform'],
  controllers: ['platform', 'instrumentation/contract', 'evidence'],
  loadtests: ['platform', 'instrumentation/contract', 'evidence'],
  chaos: ['platform', 'instrumentation/contract', 'evidence', 'loadtests', 'controllers'],
  reference: ['platform', 'instrumentation', 'evidence', 'loadtests', 'controllers', 'chaos', 'tools'],
};
const allowed: typeof below = {
  ...below,
  cli: Object.keys(below),
  bench: [...Object.keys(below), 'cli'],
};

/** Every module that a TypeScript source names: static, type-only, re-exported, dynamic. */
function importsOf(file: string, source: string): string[] {
  const { program, module } = parseSync(file, source);
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) =>
    source.slice(start, end).replace(/^['"`]|['"`]$/g, ''),
  );
  const reexported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => (moduleRequest === null ? [] : [moduleRequest.value])),
  );
  if (program.body === undefined) throw new Error(`${file} cannot be parsed`);
  return [...module.staticImports.map(({ moduleRequest }) => moduleRequest.value), ...reexported, ...dynamic];
}

/** What is wrong with this import, if anything. */
function violation(folder: string, file: string, imported: string): string | undefined {
  const where = `${path.relative(root, file)} imports ${imported}`;
  if (imported.startsWith('.')) {
    const resolved = path.relative(path.join(root, folder), path.resolve(path.dirname(file), imported));
    return resolved.startsWith('..') ? `${where}: outside its own package` : undefined;
  }
  const [, target, subpath] = /^@attest\/([^/]+)(?:\/(.+))?$/.exec(imported) ?? [];
  if (target === undefined || target === folder) return undefined;
  const may = allowed[folder] ?? [];
  if (may.includes(target) || may.includes(`${target}/${subpath}`)) return undefined;
  return `${where}: ${folder} may import ${may.length === 0 ? 'no other package' : may.join(', ')}`;
}

const workspaces: string[] = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).workspaces;

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(test|d)\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !/[\\/](dist|node_modules)[\\/]/.test(file));
}

describe('the architecture', () => {
  it('has a rule for every workspace', () => {
    expect(workspaces.filter((folder) => allowed[folder] === undefined)).toEqual([]);
  });

  it.each(workspaces)('lets %s import only what lies upstream of it', (folder) => {
    const violations = sources(folder).flatMap((file) =>
      importsOf(file, readFileSync(file, 'utf8')).flatMap(
        (imported) => violation(folder, file, imported) ?? [],
      ),
    );
    expect(violations).toEqual([]);
  });

  it.each([
    ['a package downstream', `import { judge } from '@attest/cli';`],
    ['a type of a package downstream', `import type { Target } from '@attest/chaos';`],
    ['a re-export of a package downstream', `export { x } from '@attest/reference';`],
    ['everything of a package downstream', `export * from '@attest/reference';`],
    ['a package downstream at run time', `await import('@attest/loadtests');`],
    ['the inside of another package', `import { x } from '../../platform/src/claims/index.js';`],
  ])('catches %s', (_what, source) => {
    const file = path.join(root, 'evidence/src/mutant.ts');
    expect(importsOf(file, source).map((imported) => violation('evidence', file, imported))).toEqual([
      expect.stringContaining('evidence/src/mutant.ts imports'),
    ]);
  });

  it('allows the contract to those who may not have the whole instrumentation', () => {
    const file = path.join(root, 'slo/src/mutant.ts');
    expect(violation('slo', file, '@attest/instrumentation/contract')).toBeUndefined();
    expect(violation('slo', file, '@attest/instrumentation')).toContain('slo may import');
  });

  it('knows the products only in their own catalog', () => {
    const knowing = workspaces
      .flatMap(sources)
      .filter((file) => !file.includes('platform/src/arbor-kumori/'))
      // The name of the catalog itself may be said: it is the one that ships.
      .filter((file) =>
        /arbor|kumori/i.test(readFileSync(file, 'utf8').replaceAll(/arborKumori|arbor-kumori/g, '')),
      )
      .map((file) => path.relative(root, file));
    expect(knowing).toEqual([]);
  });
});
