import { type FindOptions, surroundingsOf } from './find-options.js';
import { Search } from './look.js';
import type { FoundTool, ToolName } from './tool.js';

/** The tool if it is here already, without building anything: for those that one can do without (`postgres_exporter`). */
export async function lookForTool(name: ToolName, options?: FindOptions): Promise<FoundTool | undefined> {
  const looked = await new Search(surroundingsOf(options)).look(name);
  return looked.state === 'found' ? looked.tool : undefined;
}
