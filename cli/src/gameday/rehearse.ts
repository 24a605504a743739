import {
  type Experiment,
  fitLoad,
  isLight,
  needsWarmth,
  type Progress,
  type RunClock,
  ratePerSecond,
} from '@attest/chaos';
import type { Recorder } from '@attest/evidence';
import type { Bed } from '@attest/reference';

type Load = Experiment['load'];

export interface RehearsalContext {
  readonly recorder: Recorder;
  readonly clock: RunClock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/**
 * What has to happen between a platform that is up and one whose answers are judged: it is made warm, and measured, so that
 * the load is one that this machine carries. Returns that load. A light one is not measured: that takes all of the machine for
 * seconds. While it is made warm it leaves the processors to others, as while it came up.
 */
export async function rehearse(
  bed: Bed,
  experiment: Pick<Experiment, 'load' | 'watch'>,
  { recorder, clock, progress, signal }: RehearsalContext,
): Promise<Load> {
  const { load: asked } = experiment;
  await recorder.record({ kind: 'phase', phase: 'rehearsal', edge: 'start' });
  try {
    const begun = clock.monotonicMs();
    if (needsWarmth(experiment)) {
      progress.live('warming up');
      await bed.warmUp(signal);
    }
    await bed.takeItsShare();
    let carriedWritesPerSecond: number | undefined;
    if (!isLight(asked)) {
      progress.live('measuring what this machine carries');
      carriedWritesPerSecond = await bed.measureCapacity(signal);
    }
    signal.throwIfAborted();
    const load = fitLoad(asked, carriedWritesPerSecond);
    const seconds = (clock.monotonicMs() - begun) / 1000;
    await recorder.record({
      kind: 'rehearsal',
      seconds,
      ...(carriedWritesPerSecond === undefined ? {} : { carriedWritesPerSecond }),
      loadPerSecond: ratePerSecond(load),
    });
    if (seconds >= 1) progress.done('warmed up', describe(carriedWritesPerSecond, asked, load, seconds));
    return load;
  } finally {
    await recorder.record({ kind: 'phase', phase: 'rehearsal', edge: 'end' });
  }
}

function describe(carried: number | undefined, asked: Load, load: Load, seconds: number): string {
  const took = `in ${seconds.toFixed(1)} s`;
  if (carried === undefined) return took;
  const carries = `${took}; this machine carries ${carried.toFixed(0)} writes/s`;
  const [due, wanted] = [ratePerSecond(load), ratePerSecond(asked)];
  return due < wanted ? `${carries}: load reduced to ${due} requests/s instead of ${wanted}` : carries;
}
