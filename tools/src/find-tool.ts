import { join } from 'node:path';
import { buildModule } from './build-module.js';
import { copyPostgres } from './embedded-postgres.js';
import { type FindOptions, type Surroundings, surroundingsOf } from './find-options.js';
import { type Looked, packaged, programIn, Search } from './look.js';
import { type Missing, missingTools } from './missing-tools.js';
import type { FoundTool, ToolName } from './tool.js';
import { ToolError } from './tool-error.js';
import { toolNamed } from './tools.js';

/** Finds one tool, and builds it if need be; see `findTools`. */
export async function findTool(name: ToolName, options?: FindOptions): Promise<FoundTool> {
  return (await findTools([name], options))[name];
}

/**
 * Finds tools on PATH (where their version is accepted) or in the cache, and builds the others into the cache, one module after
 * the other, since Go uses all cores by itself.
 *
 * @throws ToolError `tools-missing` before anything is built, naming all tools that cannot be had and the ways out;
 * `build-failed` (after the other builds were tried), `disk-full`, `cache-not-writable`, `build-lock-held`, `aborted`.
 */
export async function findTools<Name extends ToolName>(
  names: readonly Name[],
  options?: FindOptions,
): Promise<Record<Name, FoundTool>> {
  const surroundings = surroundingsOf(options);
  const search = new Search(surroundings);
  const looked: Looked[] = [];
  for (const name of new Set(names)) looked.push(await search.look(name));
  const missing = looked.filter((one): one is Missing => one.state === 'missing');
  if (missing.length > 0) throw missingTools(missing);

  const found: Partial<Record<ToolName, FoundTool>> = {};
  const failures: ToolError[] = [];
  const made = new Map<string, Promise<{ directory: string; from: 'built' | 'cache' }>>();
  for (const one of looked) {
    try {
      found[one.name] = await make(one, surroundings, made);
    } catch (cause) {
      const failure = asToolError(cause, one.name, surroundings);
      if (failure.code === 'aborted') throw failure;
      if (!failures.some(({ message }) => message === failure.message)) failures.push(failure);
    }
  }
  if (failures.length > 0) throw together(failures);
  return found as Record<Name, FoundTool>;
}

type Made = Map<string, Promise<{ directory: string; from: 'built' | 'cache' }>>;

async function make(looked: Looked, surroundings: Surroundings, made: Made): Promise<FoundTool> {
  const { name } = looked;
  const tool = toolNamed(name);
  switch (looked.state) {
    case 'found':
      return looked.tool;
    case 'buildable': {
      const { module, go } = looked;
      const build = made.get(module) ?? buildModule(surroundings, module, go, name);
      made.set(module, build);
      const { directory, from } = await build;
      return { name, path: programIn(directory, module, name), version: tool.version, from };
    }
    case 'copyable': {
      const native = await copyPostgres(surroundings, looked.postgres, name);
      const outcome = await packaged(name, tool, join(native, looked.file));
      if (outcome.state === 'found') return outcome.tool;
      throw missingTools([
        { name, passedOver: [], state: 'missing', reason: 'its copy in the cache does not run' },
      ]);
    }
    case 'missing':
      throw missingTools([looked]);
  }
}

function asToolError(cause: unknown, name: ToolName, { signal }: Surroundings): ToolError {
  if (cause instanceof ToolError) return cause;
  if (signal?.aborted) {
    return new ToolError({
      code: 'aborted',
      message: `Waiting for ${name} was interrupted.`,
      fix: 'Run again.',
      tools: [name],
      cause,
    });
  }
  const { code, message } = cause as NodeJS.ErrnoException;
  return code === 'ENOSPC'
    ? new ToolError({
        code: 'disk-full',
        message: `No space is left to put ${name} into the cache: ${message}`,
        fix: 'Free some space, or set ATTEST_CACHE_DIR to another disk.',
        tools: [name],
        cause,
      })
    : new ToolError({
        code: 'build-failed',
        message: `${name} could not be put into the cache: ${message}`,
        fix: 'See the cause; ATTEST_CACHE_DIR chooses another cache.',
        tools: [name],
        cause,
      });
}

function together(failures: readonly ToolError[]): ToolError {
  const [first, ...others] = failures;
  if (others.length === 0) return first!;
  return new ToolError({
    code: first!.code,
    message: failures.map(({ message }) => message).join('\n'),
    fix: [...new Set(failures.map(({ fix }) => fix))].join('\n'),
    tools: failures.flatMap(({ tools }) => tools),
    cause: failures,
  });
}
