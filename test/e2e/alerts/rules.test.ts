import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { arborKumori } from '@attest/platform';
import { findTools } from '@attest/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { twoServices } from '../../fixtures/two-services.js';
import { Folders, writeGenerated } from './generated.js';

const run = promisify(execFile);
const folders = new Folders();
let promtool: string;

beforeAll(async () => {
  promtool = (await findTools(['promtool'])).promtool.path;
});
afterAll(() => folders.remove());

describe.each([
  ['the catalog that ships', arborKumori],
  ['another platform', twoServices],
])('the rules of %s', (_name, platform) => {
  let root: string;
  let files: string[];
  beforeAll(async () => {
    root = await folders.make();
    files = await writeGenerated(root, platform);
  });
  const paths = (part: RegExp) => files.filter((file) => part.test(file)).map((file) => join(root, file));

  it('are rules without a complaint', async () => {
    const checked = await run(promtool, [
      'check',
      'rules',
      '--lint=all',
      '--lint-fatal',
      ...paths(/prometheus\/[^/]+$/),
    ]);
    expect(checked.stderr).toBe('');
    expect(checked.stdout).not.toMatch(/FAILED|duplicate/);
  });

  it('fire, hold back and recover as their tests say', async () => {
    const tests = paths(/prometheus\/tests\//);
    expect(tests.length).toBeGreaterThan(10);
    // Two at a time: each is a process of one thread.
    const halves = [tests.filter((_, i) => i % 2 === 0), tests.filter((_, i) => i % 2 === 1)];
    for (const { stdout } of await Promise.all(
      halves.map((half) => run(promtool, ['test', 'rules', ...half], { maxBuffer: 1 << 26 })),
    ))
      expect(stdout).toContain('SUCCESS');
  });
});
