import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Surroundings } from './find-options.js';
import { withoutDirect } from './go-proxy.js';
import { executables } from './on-path.js';
import type { GoModuleName } from './tool.js';
import { compareVersions } from './version-range.js';

/** The Go on PATH, as far as building depends on it. */
export interface GoToolchain {
  readonly path: string;
  /** `1.26.8`; `0` for a development build that does not tell. */
  readonly version: string;
  readonly os: string;
  readonly arch: string;
  /** GOPROXY without `direct`; may be empty. */
  readonly proxy: string;
  /** GOPROXY as configured. */
  readonly configuredProxy: string;
  readonly buildCache: string;
  readonly moduleCache: string;
}

/** `undefined`: no Go on PATH. `problem`: it is there and does not work. */
export type GoLooked = GoToolchain | { readonly path: string; readonly problem: string } | undefined;

export async function lookForGo({ env, home }: Pick<Surroundings, 'env' | 'home'>): Promise<GoLooked> {
  const [path] = await executables(['go'], env);
  if (path === undefined) return undefined;
  const asked = ['GOVERSION', 'GOHOSTOS', 'GOHOSTARCH', 'GOPROXY', 'GOCACHE', 'GOMODCACHE'] as const;
  const answer = await execa(path, ['env', '-json', ...asked], {
    cwd: tmpdir(), // outside any module, whose go.mod could ask for another toolchain
    env: { ...env, HOME: home, GOTOOLCHAIN: 'local' },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: 30_000,
  });
  try {
    const said = JSON.parse(answer.stdout ?? '') as Record<(typeof asked)[number], string>;
    return {
      path,
      version: /go(\d+(?:\.\d+)*)/.exec(said.GOVERSION)?.[1] ?? '0',
      os: said.GOHOSTOS,
      arch: said.GOHOSTARCH,
      proxy: withoutDirect(said.GOPROXY),
      configuredProxy: said.GOPROXY,
      buildCache: said.GOCACHE,
      moduleCache: said.GOMODCACHE,
    };
  } catch {
    return { path, problem: `\`go env\` fails: ${answer.stderr || answer.shortMessage || 'no JSON'}` };
  }
}

/** The lowest Go that accepts the module: the `go` line of its go.mod. */
export async function leastGo(sourcesDirectory: string, module: GoModuleName): Promise<string> {
  const goMod = await readFile(join(sourcesDirectory, module, 'go.mod'), 'utf8');
  return /^go (\S+)$/m.exec(goMod)?.[1] ?? '0';
}

/** Why this Go cannot build the module, in words that follow "cannot be built: "; `undefined` when it can. */
export function obstacle(go: GoLooked, least: string): string | undefined {
  if (go === undefined) return 'there is no Go on PATH';
  if ('problem' in go) return `${go.path}: ${go.problem}`;
  if (compareVersions(go.version, least) < 0) {
    return `${go.path} is Go ${go.version}, which is too old: it needs Go ${least} or later`;
  }
  if (go.proxy === '') {
    return `GOPROXY is \`${go.configuredProxy}\`, which leaves no module proxy without \`direct\``;
  }
  return undefined;
}

export function isUsable(go: GoLooked): go is GoToolchain {
  return go !== undefined && !('problem' in go);
}
