import { join } from 'node:path';
import { type FaultName, faults } from '../../../chaos/src/faults/index.js';
import { breakIt } from '../../../chaos/src/gameday/break-it.js';
import type { RunContext } from '../../../chaos/src/gameday/run-context.js';
import { undoIt } from '../../../chaos/src/gameday/undo-it.js';
import type { Target } from '../../../chaos/src/target/index.js';
import { openAppendFile, Recorder } from '../../../evidence/src/index.js';
import { site } from '../parts.js';
import type { Step, Told } from './step.js';

export const tell = (told: Told) => void process.send?.(told);
// Whoever should have killed it is gone.
process.on('disconnect', () => process.exit(1));

/** Injects a fault and takes it back, as a game day does; at one step it says so, to be killed there. */
export async function carryOut(name: FaultName, target: Target, step: Step, folder: string): Promise<void> {
  /** To be killed: nothing that comes later happens. */
  const wait = () => new Promise<never>(() => {});
  const reach = async (at: Step) => {
    if (at !== step) return;
    tell({ at });
    await wait();
  };
  /** Goes on while it is told, so that it is cut off wherever it is, and no further than to its end. */
  const within = async (at: Step, work: () => Promise<void>) => {
    if (at === step) tell({ at });
    await work();
    if (at === step) await wait();
  };
  const clock = {
    originMonotonicMs: performance.now(),
    monotonicMs: () => performance.now(),
    now: () => new Date(),
  };
  const recorder = new Recorder(openAppendFile(join(folder, 'evidence.jsonl')), clock);
  const { inject, undo, ...fault } = faults[name];
  Object.assign(faults, {
    [name]: {
      ...fault,
      async inject(...to: Parameters<typeof inject>) {
        await within('injecting', () => inject(...to));
        await reach('injected');
      },
      async undo(...to: Parameters<typeof undo>) {
        await within('undoing', () => undo(...to));
        await reach('undone');
      },
    },
  });
  const context = {
    target,
    evidence: {
      async record(...[body, when]: Parameters<Recorder['record']>) {
        const phase = body.kind === 'fault' ? body.phase : undefined;
        if (phase === 'intent') await reach('before-intent');
        await recorder.record(body, when);
        if (phase === 'intent') await reach('intent');
        if (phase === 'effective') await reach('proven');
      },
    },
    clock,
    progress: { done: () => {}, live: () => {} },
    experiment: { fault: name },
    site,
    faultTimes: [],
    inPlace: [],
  } as unknown as RunContext;
  await breakIt(context);
  await undoIt(context);
}
