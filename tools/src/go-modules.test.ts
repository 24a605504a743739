import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { goModules } from './go-modules.js';
import { toolNamed, toolNames } from './tools.js';

const source = (path: string) => readFile(new URL(`../${path}`, import.meta.url), 'utf8');

describe.each(Object.entries(goModules))('the module %s', (name, { path, version, programs }) => {
  it('pins the version that is written here', async () => {
    expect(await source(`${name}/go.mod`)).toMatch(
      new RegExp(`^\\s*(require )?${path} ${version.replaceAll('.', '\\.')}( |$)`, 'm'),
    );
    expect(await source(`${name}/go.sum`)).toContain(`${path} ${version} h1:`);
  });

  it('declares every program as a tool, so that tidying keeps what they need', async () => {
    const goMod = await source(`${name}/go.mod`);
    for (const program of programs) expect(goMod).toMatch(new RegExp(`^(tool |\t)${program.package}$`, 'm'));
  });

  it('replaces nothing, so that it is what its authors published', async () => {
    expect(await source(`${name}/go.mod`)).not.toMatch(/^replace/m);
  });
});

it('builds every tool that is said to come from a Go module', () => {
  const named = toolNames.filter((tool) => toolNamed(tool).source.kind === 'go');
  expect(Object.values(goModules).flatMap(({ programs }) => programs.map(({ tool }) => tool))).toEqual(named);
});
