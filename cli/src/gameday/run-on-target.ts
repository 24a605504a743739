import path from 'node:path';
import { type Experiment, type GamedayOptions, runGameday, type Target, watchedSeconds } from '@attest/chaos';
import { type RunDirectory, writeWhole } from '@attest/evidence';
import { Generator, mixedLoad, type Processes } from '@attest/loadtests';
import type { Platform } from '@attest/platform';
import { promisedP99Ms } from './promised-p99.js';

/** The load ends when the run does; this bounds it should the run hang: what a failover may take, and more than all the waiting around it. */
const othersSeconds = 420;

type Passed = Pick<
  GamedayOptions,
  'evidence' | 'clock' | 'progress' | 'phaseMs' | 'readOnly' | 'onLoadEnded' | 'signal'
>;

export interface TargetRun extends Passed {
  readonly platform: Platform;
  readonly experiment: Experiment;
  readonly target: Target;
  readonly directory: RunDirectory;
  readonly k6: string;
  /** Where k6 is started, and who ends it. */
  readonly processes: Processes;
  /** Clients take an unknown outcome for a good one. */
  readonly optimistic?: boolean;
}

function longestLoadSeconds({ load, steadyState, watch }: Experiment): number {
  return load.rampSeconds + steadyState.patienceSeconds + watchedSeconds(watch) + othersSeconds;
}

/** A game day on a target that is there, under the mixed load of the platform's products; its history is kept with the run. */
export async function runOnTarget(run: TargetRun): Promise<void> {
  const { platform, experiment, target, directory, k6, processes, optimistic = false, ...passed } = run;
  const { monotonicMs } = passed.clock;
  const mixed = mixedLoad(platform, target.entrances, directory.id, {
    ...experiment.load,
    maxSeconds: longestLoadSeconds(experiment),
  });
  await runGameday({
    ...passed,
    experiment,
    target,
    startLoad: () =>
      Generator.start({
        k6,
        processes,
        directory: directory.logs,
        load: { ...mixed, optimistic },
        monotonicMs,
      }),
    streams: mixed.streams,
    writeHistory: async (jsonLines) => {
      writeWhole(path.join(directory.path, 'history.jsonl'), jsonLines);
      return 'history.jsonl';
    },
    lateMs: promisedP99Ms(platform),
    promisedDurationSeconds: platform.failover.durationSeconds,
  });
}
