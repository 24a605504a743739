import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeMachine } from '../test/fake-machine.js';
import { doctor, findTool, formatDoctor, toolNames } from './index.js';

let machine: FakeMachine;
beforeEach(async () => {
  machine = await FakeMachine.create();
});
afterEach(() => machine.remove());

const rowOf = async (tool: string) =>
  (await doctor(machine.options())).tools.find((row) => row.tool === tool);

it('has a row for every tool', async () => {
  expect((await doctor(machine.options())).tools.map(({ tool }) => tool)).toEqual(toolNames);
});

it('says what would be built, and builds nothing', async () => {
  await machine.go();
  expect(await rowOf('prometheus')).toMatchObject({
    state: 'made-on-first-use',
    note: expect.stringMatching(/^will be built on first use \(about \d+ s\)$/),
  });
  expect(await machine.builds()).toEqual([]);
  await expect(access(machine.cache)).rejects.toThrow();
});

it('says where a tool came from, with its path below the home', async () => {
  await machine.go();
  await findTool('k6', machine.options());
  const row = await rowOf('k6');
  expect(row).toMatchObject({ state: 'found', from: 'cache', version: '2.2.0' });
  expect(row?.path).toMatch(/^~\/\.cache\/attest\/tools\/k6-v2\.2\.0-[0-9a-f]{12}\/k6$/);
});

it('is content without postgres_exporter, which ours replaces', async () => {
  expect(await rowOf('postgres_exporter')).toMatchObject({
    state: 'optional-missing',
    note: expect.stringContaining('own exporter'),
  });
});

it('is not ok when a tool is missing, and says the ways out once', async () => {
  await machine.program('bin/k6', 'k6 v1.0.0');
  const report = await doctor(machine.options());
  expect(report.ok).toBe(false);
  const text = formatDoctor(report);
  expect(text).toMatch(/^k6 +MISSING +not in the cache, and it cannot be built: there is no Go on PATH$/m);
  expect(text).toContain(`passed over for k6: ${join(machine.bin, 'k6')} is version 1.0.0`);
  expect(text.match(/Or install Go/g)).toHaveLength(1);
  expect(text).not.toContain(join(machine.root, 'home'));
});

it('tells a Go that is too old', async () => {
  await machine.go({ version: '1.20.1' });
  expect((await doctor(machine.options())).go).toMatchObject({
    version: '1.20.1',
    note: expect.stringContaining('too old'),
  });
});
