import type { Progress } from '@attest/chaos';
import { type Bed, type BedOptions, startReference } from '@attest/reference';
import { monotonicClock } from './gameday/monotonic-clock.js';
import { monitoringFiles } from './monitoring-files.js';
import { pathsOf, type ReferenceTools } from './tools-for-reference.js';

export interface BedWanted extends Omit<BedOptions, 'tools' | 'monitoring' | 'onStep'> {
  readonly tools: ReferenceTools;
  readonly progress: Progress;
}

/** The reference platform with the rules and routes of its catalog; tells where it is at. @throws BedError */
export async function startBed({ tools, progress, ...options }: BedWanted): Promise<{
  readonly bed: Bed;
  readonly upSeconds: number;
  readonly processes: number;
}> {
  const { monotonicMs } = monotonicClock();
  const startedMs = monotonicMs();
  const bed = await startReference({
    ...options,
    tools: pathsOf(tools),
    monitoring: (endpoints) => monitoringFiles(options.platform, endpoints),
    onStep: (what) => progress.live(`starting the reference platform: ${what}`),
  });
  const upSeconds = (monotonicMs() - startedMs) / 1000;
  const processes = bed.processCount();
  progress.done('reference platform is up', `${processes} processes in ${upSeconds.toFixed(1)} s`);
  return { bed, upSeconds, processes };
}
