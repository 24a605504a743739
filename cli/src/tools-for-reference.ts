import type { Progress } from '@attest/chaos';
import { type FoundTool, findTools, type ToolName } from '@attest/tools';

const needed = [
  'k6',
  'toxiproxy',
  'prometheus',
  'alertmanager',
  'node_exporter',
  'postgres',
] as const satisfies ToolName[];

export type ReferenceTools = Record<(typeof needed)[number], FoundTool>;

export const pathsOf = <Name extends ToolName>(
  tools: Readonly<Record<Name, FoundTool>>,
): Record<Name, string> =>
  Object.fromEntries(Object.entries<FoundTool>(tools).map(([name, { path }]) => [name, path])) as Record<
    Name,
    string
  >;

/** Finds or builds everything that the reference and its load need. @throws ToolError that names all that are missing */
export async function toolsForReference(progress: Progress, signal: AbortSignal): Promise<ReferenceTools> {
  const started = Date.now();
  const built = new Set<string>();
  const tools = await findTools(needed, {
    signal,
    onProgress: ({ tool, phase, seconds, expectedSeconds }) => {
      if (phase === 'built')
        progress.done(`built ${tool}`, `${Math.round(seconds)} s, once; from now on it is cached`);
      if (phase !== 'building') return;
      const expected = expectedSeconds === undefined ? '' : ` of about ${expectedSeconds} s`;
      if (!built.has(tool)) progress.done(`building ${tool}`, `from its pinned Go module${expected}`);
      built.add(tool);
      progress.live(`building ${tool}: ${Math.round(seconds)} s${expected}`);
    },
  });
  progress.done('tools found', `${((Date.now() - started) / 1000).toFixed(1)} s`);
  return tools;
}
