import type { CliContext } from '../context.js';
export async function printTestRun(_context: CliContext, _flags: Record<string, unknown>): Promise<void> {}
