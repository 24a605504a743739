import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { execa } from 'execa';
import type { FoundTool, PassedOver, Tool, ToolName } from './tool.js';
import { inWords, isAccepted } from './version-range.js';

/** The first program on PATH with an accepted version, and those before it that were passed over. */
export async function findOnPath(
  name: ToolName,
  tool: Tool,
  env: NodeJS.ProcessEnv,
): Promise<{ found?: FoundTool; passedOver: PassedOver[] }> {
  const passedOver: PassedOver[] = [];
  for (const path of await executables(tool.commands, env)) {
    const answer = await askVersion(path, tool);
    if ('reason' in answer) passedOver.push({ path, reason: answer.reason });
    else return { found: { name, path, version: answer.version, from: 'path' }, passedOver };
  }
  return { passedOver };
}

/** The version of a program if it is accepted, or why not. */
export async function askVersion(
  path: string,
  tool: Tool,
): Promise<{ version: string } | { reason: string }> {
  const { accepted, ask } = tool;
  const { all, failed, shortMessage } = await execa(path, ask.args, {
    all: true,
    reject: false,
    stdin: 'ignore',
    timeout: 10_000,
  });
  const version = ask.version.exec(all ?? '')?.[1];
  if (version === undefined) {
    const said = failed
      ? `${shortMessage}${all ? `: ${all.split('\n')[0]}` : ''}`
      : 'its answer has no version';
    return { reason: `does not tell its version (${said})` };
  }
  if (isAccepted(version, accepted)) return { version };
  return { reason: `is version ${version}; accepted is ${inWords(accepted)}` };
}

/** Absolute paths of every executable file on PATH with one of these names; relative entries of PATH are ignored. */
export async function executables(commands: readonly string[], env: NodeJS.ProcessEnv): Promise<string[]> {
  const directories = (env.PATH ?? '').split(delimiter).filter((entry) => isAbsolute(entry));
  const candidates = [...new Set(directories)].flatMap((directory) =>
    commands.map((command) => join(directory, command)),
  );
  const runnable = await Promise.all(candidates.map(isExecutable));
  return candidates.filter((_, index) => runnable[index]);
}

export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
