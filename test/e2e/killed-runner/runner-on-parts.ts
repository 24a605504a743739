// Owns a run as the command does, breaks parts of the bed, and waits to be killed at one step.
import { join } from 'node:path';
import { type FaultName, faults } from '../../../chaos/src/faults/index.js';
import type { Target } from '../../../chaos/src/target/index.js';
import { type PartDriver, startParts } from '../parts.js';
import { carryOut, tell } from './carry-out.js';
import type { Step } from './step.js';

const [name, step, folder] = process.argv.slice(2) as [FaultName, Step, string];

/** Which drivers a fault asks for. */
function driversOf(fault: FaultName): PartDriver[] {
  const asked = new Set<string>();
  const target = new Proxy(
    { regions: ['a', 'b', 'c'] },
    {
      get(of, key: string) {
        if (key in of) return of[key as keyof typeof of];
        asked.add(key);
        return {};
      },
    },
  );
  faults[fault].missing(target as unknown as Target);
  return [...asked] as PartDriver[];
}

const parts = await startParts(`killed-runner-${process.pid}`, join(folder, 'state'), driversOf(name));
tell({ ready: true, ledgerFile: parts.keeper.ledgerFile });
await carryOut(name, parts.target, step, folder);
throw new Error(`${name} was injected and undone without being killed at ${step}`);
