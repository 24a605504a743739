import { ChaosError } from '../chaos-error.js';
import { faults } from '../faults/index.js';
import { explain } from './break-it.js';
import { sinceStart } from './run-clock.js';
import type { RunContext } from './run-context.js';

/** Takes the fault back and looks whether it is gone. Safe to call twice. */
export async function undoIt(context: RunContext): Promise<void> {
  const { experiment, target, site, evidence, clock, progress } = context;
  if (!context.faultInjected) return;
  const fault = faults[experiment.fault];
  await fault.undo(target, site);
  context.faultInjected = false;
  const undoneMs = clock.monotonicMs();
  const proofs = await fault.proveUndone(target, site);
  await evidence.record(
    { kind: 'fault', fault: experiment.fault, phase: 'undone', proofs },
    { t: sinceStart(clock, undoneMs), flush: true },
  );
  const unproven = proofs.filter(({ ok }) => !ok);
  if (proofs.length === 0 || unproven.length > 0) {
    throw new ChaosError(
      'fault-not-undone',
      `${experiment.fault}: not proven to be gone: ${explain(unproven)}`,
      'the target may still be damaged: see the proofs in evidence.jsonl and restore it by hand',
    );
  }
  context.faultTimes.push({ fault: experiment.fault, phase: 'undone', monotonicMs: undoneMs });
  progress.done('fault undone', `proven by ${proofs.length} probes`);
}
