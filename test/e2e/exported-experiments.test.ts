import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const generated = path.resolve(import.meta.dirname, '../../generated/production');
const decoder = path.join(import.meta.dirname, 'fixtures/chaos-mesh-decode');
/** Go's and pip's own caches make all runs but the first one quick. */
const chaosToolkit = 'chaostoolkit-lib[jsonpath]==1.44.0';
const venv = path.join(homedir(), '.cache/attest/python', chaosToolkit.replace(/[^\w.]+/g, '-'));

const filesIn = async (folder: string, ending: string) =>
  (await readdir(path.join(generated, folder)))
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(generated, folder, name));

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'attest-export-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Without Go this fails, and says so: `spawn go ENOENT`. */
const decode = (files: readonly string[]) => run('go', ['run', '.', ...files], { cwd: decoder });

const podChaos = (spec: string, kind = 'PodChaos') =>
  `apiVersion: chaos-mesh.org/v1alpha1\nkind: ${kind}\nmetadata: {name: x}\nspec: {selector: {namespaces: [production]}, ${spec}}\n`;

describe('exported Chaos Mesh objects', () => {
  it("are decoded strictly by Chaos Mesh's own types", async () => {
    const files = await filesIn('chaos-mesh', '.yaml');
    expect(files.length).toBeGreaterThan(4);
    const { stdout } = await decode(files);
    expect(stdout).toContain('partition.yaml: NetworkChaos partition');
    for (const file of files) expect(stdout).toContain(file);
  });

  it.each([
    [
      'a misspelt field',
      podChaos('mode: one, action: pod-kill, graceperiod: 0, gracePeriods: 1'),
      /gracePeriods/,
    ],
    ['a number as text', podChaos('mode: one, action: pod-kill, gracePeriod: "now"'), /gracePeriod/],
    ['an action that there is not', podChaos('mode: one, action: pod-tickle'), /has no action "pod-tickle"/],
    ['a kind that there is not', podChaos('mode: one, action: pod-kill', 'CatChaos'), /CatChaos/],
    [
      'a rate in a unit that there is not',
      podChaos(
        'mode: all, action: bandwidth, bandwidth: {rate: 16 parsecs, limit: 1, buffer: 1}',
        'NetworkChaos',
      ),
      /invalid unit/,
    ],
    ['a shift of time that is none', podChaos('mode: one, timeOffset: later', 'TimeChaos'), /timeOffset/],
  ])('would not be with %s', async (_what, content, complaint) => {
    const file = path.join(scratch, 'bad.yaml');
    await writeFile(file, content);
    await expect(decode([file])).rejects.toThrow(complaint);
  });
});

const hasPython = await run('python3', ['--version']).then(
  () => true,
  () => false,
);

// In CI a missing tool is a failure, elsewhere a test that is shown as skipped.
describe.skipIf(!hasPython && process.env.CI === undefined)('exported Chaos Toolkit experiments', () => {
  beforeAll(async () => {
    if (existsSync(path.join(venv, 'installed'))) return;
    await mkdir(path.dirname(venv), { recursive: true });
    await run('python3', ['-m', 'venv', '--clear', venv]);
    await run(path.join(venv, 'bin/pip'), ['install', '--quiet', chaosToolkit]);
    await writeFile(path.join(venv, 'installed'), '');
  });

  const validate = (files: readonly string[]) =>
    run(
      path.join(venv, 'bin/python'),
      [path.join(import.meta.dirname, 'fixtures/validate-chaos-toolkit.py'), ...files],
      {
        // What an experiment takes from the environment has to be there to be validated.
        env: { ...process.env, PROMETHEUS_URL: 'http://127.0.0.1:9090' },
      },
    );

  it("are valid by the toolkit's own library", async () => {
    const files = await filesIn('chaos-toolkit', '.json');
    expect(files.length).toBeGreaterThan(4);
    const { stdout } = await validate(files);
    for (const file of files) expect(stdout).toContain(`${file}: valid`);
  });

  it('would not be without a method, or with a probe that has no provider', async () => {
    const file = path.join(scratch, 'bad.json');
    await writeFile(
      file,
      JSON.stringify({ title: 't', description: 'd', method: [{ type: 'probe', name: 'p' }] }),
    );
    await expect(validate([file])).rejects.toThrow(/InvalidActivity/);
    await writeFile(file, JSON.stringify({ title: 't', description: 'd' }));
    await expect(validate([file])).rejects.toThrow(/InvalidExperiment/);
  });
});
