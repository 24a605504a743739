import { ChaosError } from '../chaos-error.js';
import { faults } from '../faults/index.js';
import { explain } from './break-it.js';
import { sinceStart } from './run-clock.js';
import type { PlacedFault, RunContext } from './run-context.js';

/** Takes back every fault that may be in place, the newest first, and looks whether it is gone. Safe to call twice. */
export async function undoIt(context: RunContext): Promise<void> {
  const problems: unknown[] = [];
  // What keeps one from being undone must not keep the others in place.
  for (const placed of context.inPlace.toReversed())
    await undoFault(context, placed).catch((error: unknown) => void problems.push(error));
  if (problems.length > 0) throw problems[0];
}

/** @throws ChaosError `fault-not-undone` */
export async function undoFault(context: RunContext, placed: PlacedFault): Promise<void> {
  const { target, evidence, clock, progress, inPlace } = context;
  const { fault: name, site } = placed;
  const fault = faults[name];
  await fault.undo(target, site);
  const index = inPlace.indexOf(placed);
  if (index >= 0) inPlace.splice(index, 1);
  const undoneMs = clock.monotonicMs();
  const proofs = await fault.proveUndone(target, site);
  await evidence.record(
    { kind: 'fault', fault: name, phase: 'undone', proofs },
    { t: sinceStart(clock, undoneMs), flush: true },
  );
  const unproven = proofs.filter(({ ok }) => !ok);
  if (proofs.length === 0 || unproven.length > 0) {
    throw new ChaosError(
      'fault-not-undone',
      `${name}: not proven to be gone: ${explain(unproven)}`,
      'the target may still be damaged: see the proofs in evidence.jsonl and restore it by hand',
    );
  }
  context.faultTimes.push({ fault: name, phase: 'undone', monotonicMs: undoneMs });
  progress.done('fault undone', `${name}, proven by ${proofs.length} probes`);
}
