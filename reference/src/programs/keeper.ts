/**
 * Holds a pipe to the process that owns a run. When it closes without a goodbye, ends everything that the run's ledger names.
 * Started by `Keeper`, detached, so that what kills the owner's process group or terminal does not reach it.
 */
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { endRun } from '../processes/end-run.js';
import { parseLedger } from '../processes/ledger.js';

const ledgerFile = process.argv[2] ?? '';
// Opened now: the owner may be killed in the middle of having its folder removed.
const ledger = openSync(ledgerFile, 'r');
let saidGoodbye = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('message', (message: { type?: string }) => {
  if (message.type !== 'goodbye') return;
  saidGoodbye = true;
  process.disconnect();
});
process.on('disconnect', async () => {
  if (!saidGoodbye) await endOrphans();
  closeSync(ledger);
});
process.send?.({ type: 'ready' });

async function endOrphans(): Promise<void> {
  const content = parseLedger(readFileSync(ledger, 'utf8'));
  if (content === undefined) return;
  const report = await endRun(content);
  // With problems the ledger stays, and the next run tries again and tells.
  if (report.problems.length === 0) rmSync(ledgerFile, { force: true });
}
