import { access, constants, mkdir, stat, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { execa } from 'execa';
import {
  type BuildRecord,
  buildDirectory,
  buildRecordFile,
  hostPlatform,
  isCompleteBuild,
  sourcesHash,
} from './built-module.js';
import { cacheDirectory } from './cache-directory.js';
import type { ProgressPhase, Surroundings } from './find-options.js';
import { goModuleNamed } from './go-modules.js';
import type { GoToolchain } from './go-toolchain.js';
import { publishOnce } from './publish-once.js';
import type { GoModuleName, ToolName } from './tool.js';
import { ToolError } from './tool-error.js';

/** A build that takes longer hangs, most likely on the network. */
const mostBuildSeconds = 40 * 60;
const shownLines = 15;

/** Builds every program of a module into the cache, or waits for another process that does; answers the directory. */
export async function buildModule(
  surroundings: Surroundings,
  name: GoModuleName,
  go: GoToolchain,
  tool: ToolName,
): Promise<{ directory: string; from: 'built' | 'cache' }> {
  const { sourcesDirectory, onProgress, signal, pollMs } = surroundings;
  const module = goModuleNamed(name);
  const sources = await sourcesHash(sourcesDirectory, name);
  const directory = buildDirectory(surroundings, name, sources, go);
  const tell = (phase: ProgressPhase, seconds: number) =>
    onProgress({ tool, phase, seconds, expectedSeconds: module.buildSeconds });

  const outcome = await publishOnce({
    directory,
    tool,
    signal,
    pollMs,
    isComplete: () => isCompleteBuild(directory, module, sources),
    onWaiting: (seconds) => tell('waiting', seconds),
    fill: async (unfinished) => {
      const began = performance.now();
      const elapsed = () => (performance.now() - began) / 1000;
      const env = await buildEnvironment(surroundings, go);
      tell('building', 0);
      const ticker = setInterval(() => tell('building', elapsed()), 1000);
      try {
        const bytes: Record<string, number> = {};
        for (const program of module.programs) {
          const file = join(unfinished, program.file);
          await goBuild(surroundings, go, name, program.package, file, env, tool);
          bytes[program.file] = (await stat(file)).size;
        }
        const record: BuildRecord = {
          sources,
          goVersion: go.version,
          platform: hostPlatform,
          seconds: elapsed(),
          bytes,
        };
        await writeFile(join(unfinished, buildRecordFile), `${JSON.stringify(record, null, 2)}\n`);
      } finally {
        clearInterval(ticker);
      }
      tell('built', elapsed());
    },
  });
  return { directory, from: outcome === 'made' ? 'built' : 'cache' };
}

async function goBuild(
  { sourcesDirectory, signal }: Surroundings,
  go: GoToolchain,
  name: GoModuleName,
  packagePath: string,
  output: string,
  env: NodeJS.ProcessEnv,
  tool: ToolName,
): Promise<void> {
  const { tags, ldflags, version } = goModuleNamed(name);
  const args = ['build', '-trimpath', '-mod=readonly', '-buildvcs=false'];
  if (tags.length > 0) args.push('-tags', tags.join(','));
  args.push('-ldflags', ['-s', '-w', ...ldflags].join(' '), '-o', output, packagePath);
  const result = await execa(go.path, args, {
    cwd: join(sourcesDirectory, name),
    env,
    extendEnv: false,
    all: true,
    reject: false,
    stdin: 'ignore',
    timeout: mostBuildSeconds * 1000,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  if (!result.failed) return;
  const tools = [tool];
  if (result.isCanceled) {
    throw new ToolError({
      code: 'aborted',
      message: `Building ${tool} was interrupted.`,
      fix: 'Run again to build it.',
      tools,
    });
  }
  const said = result.all ?? '';
  const lastLines = (said === '' ? (result.shortMessage ?? '') : said)
    .trimEnd()
    .split('\n')
    .slice(-shownLines);
  const why = result.timedOut
    ? `did not end within ${mostBuildSeconds / 60} minutes`
    : `failed (exit code ${result.exitCode})`;
  const diskFull = /no space left on device/i.test(said);
  throw new ToolError({
    code: diskFull ? 'disk-full' : 'build-failed',
    message: `\`go build ${packagePath}\` (${version}) ${why}. Its last lines:\n${lastLines.map((line) => `  ${line}`).join('\n')}`,
    fix: diskFull
      ? 'Free some disk space (about 3 GB for Go’s caches and 300 MB for the tools), or set ATTEST_CACHE_DIR, GOCACHE and GOMODCACHE to another disk.'
      : `Check that the module proxy (\`go env GOPROXY\`) can be reached, or install ${tool} on PATH.`,
    tools,
    cause: result,
  });
}

/**
 * What Go is told: settings of the person's shell and of `go env -w` that could change the result are set or removed, and
 * nothing but the module proxy is asked. GOFLAGS must not be empty, or the one of `go env -w` would count.
 */
async function buildEnvironment(surroundings: Surroundings, go: GoToolchain): Promise<NodeJS.ProcessEnv> {
  const { GOEXPERIMENT, GOAMD64, GOARM64, ...env } = surroundings.env;
  return {
    ...env,
    HOME: surroundings.home,
    GOPROXY: go.proxy,
    GONOPROXY: 'none',
    GOVCS: '*:off',
    GOTOOLCHAIN: 'local',
    GOFLAGS: '-mod=readonly',
    GOWORK: 'off',
    GO111MODULE: 'on',
    GOOS: go.os,
    GOARCH: go.arch,
    CGO_ENABLED: '0',
    ...(await goCaches(surroundings, go)),
  };
}

/** Go's own caches where they can be written, otherwise (no home, or a read-only one) some beside ours. */
async function goCaches(surroundings: Surroundings, go: GoToolchain): Promise<NodeJS.ProcessEnv> {
  if ((await canWrite(go.buildCache)) && (await canWrite(go.moduleCache))) return {};
  const beside = cacheDirectory(surroundings);
  return {
    GOCACHE: join(beside, 'go-build'),
    GOMODCACHE: join(beside, 'go-mod'),
    GOFLAGS: '-mod=readonly -modcacherw',
  };
}

async function canWrite(directory: string): Promise<boolean> {
  if (!isAbsolute(directory)) return false; // '' and 'off' are Go's words for "I do not know where"
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
