import type { CliContext } from '../context.js';
export async function judgeRunners(_context: CliContext, _flags: Record<string, unknown>): Promise<void> {}
