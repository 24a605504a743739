import type { Store } from '../target/index.js';
import type { RunContext } from './run-context.js';

/** Reads everything that a region's database holds, and keeps it for the history. */
export async function readStored(
  context: RunContext,
  store: Store,
  region: string,
  final: boolean,
): Promise<void> {
  const sentMonotonicMs = context.clock.monotonicMs();
  const rows = await store.readRows(region);
  const doneMonotonicMs = context.clock.monotonicMs();
  context.reads.push({ node: region, final, sentMonotonicMs, doneMonotonicMs, rows });
}
