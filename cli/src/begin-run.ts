import type { RunClock } from '@attest/chaos';
import {
  createRunDirectory,
  openAppendFile,
  Recorder,
  type RunDirectory,
  type RunEvidence,
} from '@attest/evidence';
import { monotonicClock } from './gameday/monotonic-clock.js';
import { thisMachine } from './machine.js';
import { revisionOf } from './revision.js';
import { runsFolder } from './runs-folder.js';

/** What is known of a run before it begins, beside its id, its revision and the machine. */
type Facts = Omit<RunEvidence, 'kind' | 't' | 'at' | 'run' | 'revision' | 'machine'>;

export interface BegunRun {
  readonly directory: RunDirectory;
  /** Begins with the run. */
  readonly clock: RunClock;
  readonly recorder: Recorder;
  readonly revision: string;
}

/** Makes the folder of a run below a working directory, and writes the first line of its evidence. The caller closes the recorder. */
export async function beginRun(workingDirectory: string, facts: Facts): Promise<BegunRun> {
  const { experiment } = facts;
  const directory = createRunDirectory(runsFolder(workingDirectory), { now: new Date(), experiment });
  const clock = monotonicClock();
  const recorder = new Recorder(openAppendFile(directory.evidence), { ...clock, now: () => new Date() });
  const revision = await revisionOf(workingDirectory);
  await recorder.record(
    { kind: 'run', run: directory.id, ...facts, revision, machine: thisMachine() },
    { t: 0 },
  );
  return { directory, clock, recorder, revision };
}
