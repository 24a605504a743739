import type { Looked } from './look.js';
import { ToolError } from './tool-error.js';
import { toolNamed } from './tools.js';
import { compareVersions, inWords } from './version-range.js';

export type Missing = Looked & { state: 'missing' };

/** One error for all tools that are neither here nor can be made, with every way out. */
export function missingTools(missing: readonly Missing[]): ToolError {
  const lines = missing.flatMap(({ name, reason, passedOver }) => [
    `  ${name} ${inWords(toolNamed(name).accepted)}: ${onPathPart(name)}${reason}`,
    ...passedOver.map(({ path, reason }) => `    passed over: ${path} ${reason}`),
  ]);
  return new ToolError({
    code: 'tools-missing',
    message: `${missing.length === 1 ? 'A tool is' : `${missing.length} tools are`} missing:\n${lines.join('\n')}`,
    fix: waysOut(missing).join('\n'),
    tools: missing.map(({ name }) => name),
  });
}

/** What a person can do about these, one way a line. */
export function waysOut(missing: readonly Missing[]): string[] {
  const ways: string[] = [];
  const buildable = missing.filter(({ needsGo }) => needsGo !== undefined);
  if (buildable.length > 0) {
    const names = buildable.map(({ name }) => `${name} ${inWords(toolNamed(name).accepted)}`).join('; ');
    const least = buildable
      .map(({ needsGo }) => needsGo!)
      .sort(compareVersions)
      .at(-1);
    ways.push(`Either install on PATH: ${names}.`);
    ways.push(
      `Or install Go ${least} or later (https://go.dev/dl), with a module proxy in GOPROXY: Attest then builds them once and keeps them.`,
    );
  }
  if (missing.some(({ name }) => toolNamed(name).source.kind === 'npm')) {
    ways.push(
      'PostgreSQL comes with npm: run `npm ci` without --omit=optional, on Linux (glibc) or macOS, x64 or arm64.',
    );
  }
  for (const { name } of missing) {
    const { source, accepted, commands } = toolNamed(name);
    if (source.kind === 'running') ways.push(`Run Attest with Node ${inWords(accepted)}.`);
    if (source.kind === 'path-only')
      ways.push(`Install ${commands.join(' or ')} ${inWords(accepted)} on PATH.`);
  }
  return ways;
}

function onPathPart(name: Missing['name']): string {
  const { commands } = toolNamed(name);
  return commands.length === 0 ? '' : `not on PATH as ${commands.join(' or ')}, `;
}
