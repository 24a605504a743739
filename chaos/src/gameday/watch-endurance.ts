import { clientWindows } from '@attest/evidence';
import { ChaosError } from '../chaos-error.js';
import type { Watch } from '../experiments/experiment.js';
import { describeLast } from './describe-last.js';
import { sinceStart } from './run-clock.js';
import type { RunContext } from './run-context.js';

type Endurance = Extract<Watch, { for: 'endurance' }>;
type Bounds = Pick<Endurance, 'seconds' | 'abortBelowGoodRatio'>;

/** Lets the fault stand for its time and watches the clients. @throws ChaosError `blast-radius` */
export async function watchEndurance(context: RunContext, bounds: Endurance): Promise<void> {
  await watchBounded(context, bounds);
  context.progress.done('endured', `${context.experiment.fault} for ${bounds.seconds} s`);
}

/**
 * Watches the clients under whatever is in place. More harm than was meant ends it at once.
 *
 * @throws ChaosError `blast-radius`
 */
export async function watchBounded(
  context: RunContext,
  { seconds, abortBelowGoodRatio }: Bounds,
): Promise<void> {
  const { clock, experiment } = context;
  const effective = context.faultTimes.find(({ phase }) => phase === 'effective');
  if (effective === undefined) return;
  await watchFor(context, seconds, async (load) => {
    const seen = await load.secondsSince(effective.monotonicMs);
    const worst = clientWindows(seen, sinceStart(clock, effective.monotonicMs)).find(
      ({ goodRatio = 1 }) => goodRatio < abortBelowGoodRatio,
    );
    if (worst !== undefined) {
      throw new ChaosError(
        'blast-radius',
        `${experiment.fault}: only ${percent(worst.goodRatio ?? 0)} of the requests of 10 s were good, the experiment ends below ${percent(abortBelowGoodRatio)}`,
        'the fault is undone; more was harmed than the hypothesis allows, so look for what depends on it',
      );
    }
    return seen;
  });
}

/** Watches the clients after the fault is gone: they must not need it to have been there. */
export async function watchAfterUndo(
  context: RunContext,
  { afterUndoSeconds }: Pick<Endurance, 'afterUndoSeconds'>,
): Promise<void> {
  await watchFor(context, afterUndoSeconds, (load) =>
    load.secondsSince(context.clock.monotonicMs() - 10_000),
  );
}

async function watchFor(
  { clock, stop, load, progress }: RunContext,
  seconds: number,
  look: (
    load: NonNullable<RunContext['load']>,
  ) => ReturnType<NonNullable<RunContext['load']>['secondsSince']>,
): Promise<void> {
  if (load === undefined) return;
  const endMs = clock.monotonicMs() + seconds * 1000;
  while (clock.monotonicMs() < endMs) {
    await clock.sleep(1000, stop);
    const seen = await look(load);
    progress.live(`${Math.round((endMs - clock.monotonicMs()) / 1000)} s left: ${describeLast(seen, 3)}`);
  }
}

const percent = (ratio: number) => `${(ratio * 100).toFixed(1)} %`;
