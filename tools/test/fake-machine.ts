import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FindOptions } from '../src/index.js';
import { goModules } from '../src/index.js';

/** What a fake `go` answers and does. */
export interface FakeGo {
  version?: string;
  proxy?: string;
  /** Lines of shell run by `go build`, in which `$output` is the file to make. */
  build?: string;
}

/** A temporary home, PATH, sources and npm root in which tools are looked for; nothing of the real machine shows through. */
export class FakeMachine {
  readonly root: string;
  readonly bin: string;
  readonly cache: string;

  private constructor(root: string) {
    this.root = root;
    this.bin = join(root, 'bin');
    this.cache = join(root, 'home', '.cache', 'attest', 'tools');
  }

  static async create(): Promise<FakeMachine> {
    const machine = new FakeMachine(await mkdtemp(join(tmpdir(), 'attest-tools-')));
    await mkdir(machine.bin);
    for (const [name, { path, version }] of Object.entries(goModules)) {
      await machine.write(
        join('sources', name, 'go.mod'),
        `module example.test/${name}\n\ngo 1.25.0\n\nrequire ${path} ${version}\n`,
      );
      await machine.write(join('sources', name, 'go.sum'), '');
    }
    return machine;
  }

  /** Options for `findTools` on this machine; locks are looked at every few milliseconds. */
  options(more: FindOptions & { env?: NodeJS.ProcessEnv } = {}): FindOptions {
    return {
      sourcesDirectory: join(this.root, 'sources'),
      packagesFrom: join(this.root, 'package.json'),
      pollMs: 5,
      ...more,
      env: { PATH: this.bin, HOME: join(this.root, 'home'), ...more.env },
    };
  }

  async write(path: string, content: string): Promise<string> {
    const file = join(this.root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    return file;
  }

  async read(path: string): Promise<string> {
    return await readFile(join(this.root, path), 'utf8').catch(() => '');
  }

  /** A program that says this when it is run. */
  async program(path: string, says: string): Promise<string> {
    return await this.script(path, `echo '${says}'`);
  }

  /** `go` on PATH; every `go build` is noted in `builds`, its environment in `build-environment`. */
  async go({
    version = '1.26.8',
    proxy = 'https://proxy.example.test,direct',
    build = '',
  }: FakeGo = {}): Promise<void> {
    const env = {
      GOVERSION: `go${version}`,
      GOHOSTOS: 'linux',
      GOHOSTARCH: 'amd64',
      GOPROXY: proxy,
      GOCACHE: join(this.root, 'go-build'),
      GOMODCACHE: join(this.root, 'go-mod'),
    };
    await this.script(
      'bin/go',
      [
        `if [ "$1" = env ]; then echo '${JSON.stringify(env)}'; exit 0; fi`,
        `echo "$*" >> '${this.root}/builds'`,
        `env > '${this.root}/build-environment'`,
        'while [ "$#" -gt 0 ]; do if [ "$1" = -o ]; then output=$2; fi; shift; done',
        build,
        `printf '#!/bin/sh\\n' > "$output" && chmod +x "$output"`,
      ].join('\n'),
    );
  }

  async builds(): Promise<string[]> {
    return (await this.read('builds')).split('\n').filter((line) => line !== '');
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }

  private async script(path: string, lines: string): Promise<string> {
    const file = await this.write(path, `#!/bin/sh\nPATH=/usr/bin:/bin\n${lines}\n`);
    await chmod(file, 0o755);
    return file;
  }
}
