import { commitPrice } from '@attest/evidence';
import { ChaosError } from '../chaos-error.js';
import { faultsOf } from '../experiments/faults-of.js';
import { faults } from '../faults/index.js';
import { describeLast } from './describe-last.js';
import { LoadWatch } from './load-watch.js';
import { readStored } from './read-stored.js';
import type { RunContext } from './run-context.js';
import { steadyState } from './steady-state.js';

/** Learns what durability costs on the quiet platform, puts it under load, and waits until it is steady. */
export async function reachSteadyState(context: RunContext): Promise<void> {
  const { experiment, target, progress, clock, stop } = context;
  for (const fault of new Set(faultsOf(experiment))) {
    const missing = faults[fault].missing(target);
    if (missing === undefined) continue;
    throw new ChaosError(
      'unsupported-by-target',
      `target ${target.name} cannot suffer ${fault}: it lacks ${missing}`,
      'choose another experiment (attest gameday --list), or give the target the driver',
    );
  }
  if (experiment.pricePairs > 0) await recordPrice(context, experiment.pricePairs);

  const generator = await context.startLoad();
  const load = new LoadWatch(generator, clock, context.lateMs);
  context.load = load;
  void generator.exited.then(({ exitCode, signal, lastLines }) => {
    if (!context.loadStopping)
      context.failInstrument({ name: 'k6', exitCode, signal, lastLines, instrument: true });
  });
  const deadline = clock.monotonicMs() + experiment.steadyState.patienceSeconds * 1000;
  for (;;) {
    await clock.sleep(1000, stop);
    const seconds = await load.secondsSince(clock.monotonicMs() - lookBackMs(experiment));
    const state = steadyState(seconds, experiment);
    if (state.steady) {
      progress.done('steady state', describeLast(seconds, experiment.steadyState.seconds));
      break;
    }
    const { detail } = context.journal.find(({ event }) => event === 'trigger') ?? {};
    if (detail !== undefined) {
      throw new ChaosError(
        'not-steady',
        `the platform failed over before anything was done to it (${detail}; ${state.because})`,
        'a machine that is busy with something else cannot carry the platform and its load: run again when it is quiet',
      );
    }
    progress.live(`waiting for a steady state: ${state.because}`);
    if (clock.monotonicMs() > deadline) {
      throw new ChaosError(
        'not-steady',
        `no steady state within ${experiment.steadyState.patienceSeconds} s: ${state.because}`,
        "look at the run's logs; nothing is broken on purpose on a platform that is not well",
      );
    }
  }
  if (target.store !== undefined) await readStored(context, target.store, context.site.primary, false);
}

async function recordPrice({ target, evidence, progress }: RunContext, wanted: number): Promise<void> {
  const pairs = (await target.measureCommitPrice?.(wanted)) ?? [];
  if (pairs.length === 0) return;
  const price = commitPrice(pairs);
  await evidence.record({ kind: 'price', ...price });
  progress.done(
    'price of zero loss',
    `${price.differenceMs.toFixed(1)} ms a write (95 % between ${price.lowMs.toFixed(1)} and ${price.highMs.toFixed(1)})`,
  );
}

/** The window that must be good, what cannot be judged yet, and a little more. */
const lookBackMs = ({ steadyState }: RunContext['experiment']) => (steadyState.seconds + 5) * 1000;
