import { ChaosError } from '../chaos-error.js';
import { faults } from '../faults/index.js';
import type { Proof } from '../target.js';
import { sinceStart } from './run-clock.js';
import type { RunContext } from './run-context.js';

/**
 * Injects the fault. The intent is on disk before anything is touched, so that whoever finds the pieces knows what was
 * done. `effective` bears the time at which injecting was complete, and is written only when the proofs say so.
 */
export async function breakIt(context: RunContext): Promise<void> {
  const { experiment, target, site, evidence, clock, progress } = context;
  const fault = faults[experiment.fault];
  const intentMs = clock.monotonicMs();
  await evidence.record(
    { kind: 'fault', fault: experiment.fault, phase: 'intent', proofs: [] },
    { t: sinceStart(clock, intentMs), flush: true },
  );
  context.faultTimes.push({ fault: experiment.fault, phase: 'intent', monotonicMs: intentMs });
  context.faultInjected = true;
  await fault.inject(target, site);
  const effectiveMs = clock.monotonicMs();
  const proofs = await fault.prove(target, site);
  await context.load?.generator.poll();
  const writesInFlight = context.load?.writesInFlightAt(intentMs) ?? 0;
  await evidence.record(
    { kind: 'fault', fault: experiment.fault, phase: 'effective', proofs, writesInFlight },
    { t: sinceStart(clock, effectiveMs), flush: true },
  );
  const unproven = proofs.filter(({ ok }) => !ok);
  if (proofs.length === 0 || unproven.length > 0) {
    throw new ChaosError(
      'fault-not-injected',
      `${experiment.fault}: not proven to have taken effect: ${explain(unproven)}`,
      'see the proofs in evidence.jsonl; a fault that may not have happened proves nothing',
    );
  }
  context.faultTimes.push({ fault: experiment.fault, phase: 'effective', monotonicMs: effectiveMs });
  progress.done(
    experiment.fault,
    `proven by ${proofs.length} probes, with ${writesInFlight} writes in flight`,
  );
}

export function explain(proofs: readonly Proof[]): string {
  if (proofs.length === 0) return 'no probe could be made';
  return proofs
    .map(({ probe, expected, observed }) => `${probe}: expected ${expected}, saw ${observed}`)
    .join('; ');
}
