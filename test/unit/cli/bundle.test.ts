import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from './attest.js';

const { freshBundle } = await import(path.join(repository, 'cli/bundler/fresh-bundle.js'));

/** Programs of the bed tell whoever runs them by hand what they lack, which takes everything that they import. */
const runWithoutConfiguration = (program: string) =>
  new Promise<string>((resolve) => {
    const { ATTEST_BED: _, ...env } = process.env;
    execFile(process.execPath, [program], { env, timeout: 30_000 }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });

describe('the bundle of what was compiled last', async () => {
  const program: string = await freshBundle();
  const folder = path.dirname(program);
  const sources = readdirSync(path.join(repository, 'reference/src/programs'));
  const programs = sources
    .map((file) => path.basename(file, '.ts'))
    .filter((name) => !['keeper', 'optimize-early', 'program-telemetry', 'run-program'].includes(name));

  it('is made once', async () => {
    expect(program).toBe(path.join(folder, 'main.js'));
    expect(await freshBundle()).toBe(program);
  });

  it.each(programs)('holds the program %s, which loads', async (name) => {
    expect(await runWithoutConfiguration(path.join(folder, `${name}.js`))).toMatch(/^ATTEST_BED is not set/);
  });

  it('holds the keeper', () => {
    expect(readdirSync(folder)).toContain('keeper.js');
  });
});
