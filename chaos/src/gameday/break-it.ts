import { ChaosError } from '../chaos-error.js';
import { faults } from '../faults/index.js';
import type { Proof } from '../target/index.js';
import { sinceStart } from './run-clock.js';
import type { PlacedFault, RunContext } from './run-context.js';

/**
 * Injects a fault, that of the experiment unless given. The intent is on disk before anything is touched, so that whoever finds the pieces knows what was
 * done. `effective` bears the time at which injecting was complete, and is written only when the proofs say so.
 */
export async function breakIt(
  context: RunContext,
  placed: PlacedFault = { fault: context.experiment.fault, site: context.site },
): Promise<void> {
  const { target, evidence, clock, progress } = context;
  const { fault: name, site } = placed;
  const fault = faults[name];
  const intentMs = clock.monotonicMs();
  await evidence.record(
    { kind: 'fault', fault: name, phase: 'intent', proofs: [] },
    { t: sinceStart(clock, intentMs), flush: true },
  );
  context.faultTimes.push({ fault: name, phase: 'intent', monotonicMs: intentMs });
  context.inPlace.push(placed);
  await fault.inject(target, site);
  const effectiveMs = clock.monotonicMs();
  const proofs = await fault.prove(target, site);
  await context.load?.generator.poll();
  const writesInFlight = context.load?.writesInFlightAt(intentMs) ?? 0;
  await evidence.record(
    { kind: 'fault', fault: name, phase: 'effective', proofs, writesInFlight },
    { t: sinceStart(clock, effectiveMs), flush: true },
  );
  const unproven = proofs.filter(({ ok }) => !ok);
  if (proofs.length === 0 || unproven.length > 0) {
    throw new ChaosError(
      'fault-not-injected',
      `${name}: not proven to have taken effect: ${explain(unproven)}`,
      'see the proofs in evidence.jsonl; a fault that may not have happened proves nothing',
    );
  }
  context.faultTimes.push({ fault: name, phase: 'effective', monotonicMs: effectiveMs });
  progress.done(name, `proven by ${proofs.length} probes, with ${writesInFlight} writes in flight`);
}

export function explain(proofs: readonly Proof[]): string {
  if (proofs.length === 0) return 'no probe could be made';
  return proofs
    .map(({ probe, expected, observed }) => `${probe}: expected ${expected}, saw ${observed}`)
    .join('; ');
}
