import { join } from 'node:path';
import { findBuild } from './built-module.js';
import {
  copiedPostgres,
  type EmbeddedPostgres,
  lookForPostgres,
  postgresPackage,
} from './embedded-postgres.js';
import type { Surroundings } from './find-options.js';
import { goModuleNamed } from './go-modules.js';
import { type GoLooked, type GoToolchain, isUsable, leastGo, lookForGo, obstacle } from './go-toolchain.js';
import { askVersion, findOnPath } from './on-path.js';
import type { FoundTool, GoModuleName, PassedOver, Tool, ToolName } from './tool.js';
import { toolNamed } from './tools.js';
import { inWords, isAccepted } from './version-range.js';

/** What looking for a tool, without making anything, came to. */
export type Looked = { readonly name: ToolName; readonly passedOver: readonly PassedOver[] } & (
  | { readonly state: 'found'; readonly tool: FoundTool }
  | { readonly state: 'buildable'; readonly module: GoModuleName; readonly go: GoToolchain }
  | { readonly state: 'copyable'; readonly postgres: EmbeddedPostgres; readonly file: string }
  | { readonly state: 'missing'; readonly reason: string; readonly needsGo?: string }
);

/** A look at the machine that asks Go and the npm package at most once for all tools. */
export class Search {
  readonly #surroundings: Surroundings;
  #go: Promise<GoLooked> | undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  go(): Promise<GoLooked> {
    this.#go ??= lookForGo(this.#surroundings);
    return this.#go;
  }

  async look(name: ToolName): Promise<Looked> {
    const tool = toolNamed(name);
    const { found, passedOver } = await findOnPath(name, tool, this.#surroundings.env);
    if (found !== undefined) return { name, passedOver, state: 'found', tool: found };
    const { source } = tool;
    switch (source.kind) {
      case 'running':
        return { name, passedOver, ...running(name, tool) };
      case 'npm':
        return { name, passedOver, ...(await this.#lookInPackage(name, tool, source.file)) };
      case 'path-only':
        return { name, passedOver, state: 'missing', reason: source.instead };
      case 'go':
        return { name, passedOver, ...(await this.#lookInCache(name, tool, source.module)) };
    }
  }

  async #lookInCache(name: ToolName, tool: Tool, module: GoModuleName): Promise<Outcome> {
    const go = await this.go();
    const least = await leastGo(this.#surroundings.sourcesDirectory, module);
    const problem = obstacle(go, least);
    const able = problem === undefined && isUsable(go) ? go : undefined;
    const directory = await findBuild(this.#surroundings, module, able);
    if (directory !== undefined) {
      return {
        state: 'found',
        tool: { name, path: programIn(directory, module, name), version: tool.version, from: 'cache' },
      };
    }
    if (able !== undefined) return { state: 'buildable', module, go: able };
    return {
      state: 'missing',
      reason: `not in the cache, and it cannot be built: ${problem}`,
      needsGo: least,
    };
  }

  async #lookInPackage(name: ToolName, tool: Tool, file: string): Promise<Outcome> {
    const postgres = await lookForPostgres(this.#surroundings);
    if (postgres === undefined) {
      return { state: 'missing', reason: `npm has not installed ${postgresPackage()}` };
    }
    const complete = postgres.missingLinks.length === 0;
    const native = complete ? postgres.native : await copiedPostgres(this.#surroundings, postgres);
    if (native === undefined) return { state: 'copyable', postgres, file };
    return await packaged(name, tool, join(native, file));
  }
}

type Outcome =
  | Pick<Looked & { state: 'found' }, 'state' | 'tool'>
  | Pick<Looked & { state: 'buildable' }, 'state' | 'module' | 'go'>
  | Pick<Looked & { state: 'copyable' }, 'state' | 'postgres' | 'file'>
  | Pick<Looked & { state: 'missing' }, 'state' | 'reason' | 'needsGo'>;

/** A program of the npm package, if it runs here (its libraries may not suit the machine's C library). */
export async function packaged(name: ToolName, tool: Tool, path: string): Promise<Outcome> {
  const answer = await askVersion(path, tool);
  if ('reason' in answer) return { state: 'missing', reason: `${path} ${answer.reason}` };
  return { state: 'found', tool: { name, path, version: answer.version, from: 'npm' } };
}

export function programIn(directory: string, module: GoModuleName, name: ToolName): string {
  const program = goModuleNamed(module).programs.find(({ tool }) => tool === name);
  if (program === undefined) throw new Error(`The module ${module} does not say how to build ${name}.`);
  return join(directory, program.file);
}

function running(name: ToolName, { accepted }: Tool): Outcome {
  const version = process.versions.node;
  return isAccepted(version, accepted)
    ? { state: 'found', tool: { name, path: process.execPath, version, from: 'running' } }
    : { state: 'missing', reason: `this is Node ${version}; accepted is ${inWords(accepted)}` };
}
