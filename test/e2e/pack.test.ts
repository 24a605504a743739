import { execFile } from 'node:child_process';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foreignProject, packInstrumentation } from './packed-instrumentation.js';

const run = promisify(execFile);
const tsc = path.resolve(import.meta.dirname, '../../node_modules/.bin/tsc');

/** Every subpath and something that it exports. */
const subpaths = {
  '': 'startTelemetry',
  '/express': 'instrumentExpress',
  '/next': 'withTelemetry',
  '/worker': 'instrumentWorker',
  '/replicate': 'instrumentReplicate',
  '/postgres': 'instrumentPool',
  '/prisma': 'prismaTelemetry',
  '/ably': 'instrumentAbly',
  '/health': 'createReadiness',
  '/contract': 'contract',
} as const;
const entries = Object.entries(subpaths).map(([subpath, name]) => [
  `@attest/instrumentation${subpath}`,
  name,
]);

let tarball: string;
let project: string;
beforeAll(async () => {
  tarball = await packInstrumentation();
  project = await foreignProject([tarball]);
});
afterAll(() => {
  for (const directory of [path.dirname(tarball), project])
    rmSync(directory, { recursive: true, force: true });
});

async function node(file: string, source: string): Promise<string> {
  writeFileSync(path.join(project, file), source);
  const { stdout, stderr } = await run(process.execPath, [file], { cwd: project });
  expect(stderr).toBe('');
  return stdout.trim();
}

const start = `
  const telemetry = startTelemetry({ service: 'foreign', metricsPort: 0, metricsHost: '127.0.0.1' });
  const port = await telemetry.listening;
  const text = await (await fetch(\`http://127.0.0.1:\${port}/metrics\`)).text();
  await telemetry.shutdown();
  console.log(text.includes('build_info{'));`;
const missing = `const missing = names.filter((name, index) => modules[index][name] === undefined);
  console.log(missing.join() || 'everything');`;
const names = JSON.stringify(entries.map(([, name]) => name));

describe('the package that services install, outside this repository', () => {
  it('works in an ES module', async () => {
    const imports = entries.map(([module], index) => `import * as m${index} from '${module}';`).join('\n');
    const modules = entries.map((_, index) => `m${index}`).join();
    const source = `${imports}
      const { startTelemetry } = m0; const names = ${names}; const modules = [${modules}];
      ${missing} ${start}`;
    expect(await node('esm.mjs', source)).toBe('everything\ntrue');
  });

  it('works in CommonJS by require', async () => {
    const modules = entries.map(([module]) => `require('${module}')`).join();
    const source = `const names = ${names}; const modules = [${modules}]; const { startTelemetry } = modules[0];
      ${missing} (async () => {${start}})();`;
    expect(await node('required.cjs', source)).toBe('everything\ntrue');
  });

  it('works in CommonJS by import()', async () => {
    const modules = entries.map(([module]) => `import('${module}')`).join();
    const source = `(async () => { const names = ${names}; const modules = await Promise.all([${modules}]);
      const { startTelemetry } = modules[0]; ${missing} ${start} })();`;
    expect(await node('imported.cjs', source)).toBe('everything\ntrue');
  });

  it.each([
    ['nodenext', 'service.mts', 'nodenext'],
    ['nodenext, CommonJS', 'service.cts', 'nodenext'],
    ['bundler', 'service.ts', 'bundler'],
  ])('has types for TypeScript (%s)', async (_how, file, moduleResolution) => {
    const imports = entries.map(([module, name]) => `import { ${name} } from '${module}';`).join('\n');
    writeFileSync(
      path.join(project, file),
      `${imports}
export const all = [${entries.map(([, name]) => name).join()}];
const telemetry = startTelemetry({ service: 'foreign' });
telemetry.counter('signups_total').inc({});
// @ts-expect-error no metric of the contract
telemetry.counter('signups');
// @ts-expect-error a label is missing
telemetry.counter('jobs_total').inc({ type: 'order' });
`,
    );
    const module = moduleResolution === 'bundler' ? 'esnext' : 'nodenext';
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2022',
      lib: ['es2023', 'dom'],
      types: [],
      strict: true,
      skipLibCheck: true,
      noEmit: true,
    };
    const configuration = `tsconfig.${file}.json`;
    writeFileSync(path.join(project, configuration), JSON.stringify({ compilerOptions, files: [file] }));
    const { stdout } = await run(tsc, ['-p', configuration], { cwd: project }).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  });

  it('tells how much it brings along', () => {
    const modules = path.join(project, 'node_modules');
    const packages = readdirSync(modules)
      .filter((name) => !name.startsWith('.'))
      .flatMap((name) => (name.startsWith('@') ? readdirSync(path.join(modules, name)) : [name]));
    const bytes = readdirSync(modules, { recursive: true, encoding: 'utf8' })
      .map((name) => statSync(path.join(modules, name)))
      .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
    console.log(
      `@attest/instrumentation: tarball ${(statSync(tarball).size / 1024).toFixed(0)} kB, installed ` +
        `${(bytes / 1024 / 1024).toFixed(1)} MB in ${packages.length} packages (itself among them)`,
    );
    expect(packages).toContain('instrumentation');
    // Frameworks and vendors' clients are the service's own.
    for (const heavy of ['express', 'next', 'pg', 'replicate', 'ably', 'node'])
      expect(packages).not.toContain(heavy);
  });
});
