import { ChaosError } from '../chaos-error.js';
import { checkEvents, formatHistory } from '../history/index.js';
import { readStored } from './read-stored.js';
import type { RunContext } from './run-context.js';
import { runHistory } from './run-history.js';

const replayTimeoutMs = 20_000;

/** Final reads on the primary and on every replica that has replayed what the primary has; then the history is judged. */
export async function readFinally(context: RunContext): Promise<void> {
  const { target, firstPrimary } = context;
  const primary = (await target.store.primary()).region;
  await readStored(context, primary, true);
  // A former primary may hold writes that nobody was promised; it is no replica until it is seeded anew.
  const others = target.regions.filter((region) => region !== primary && region !== firstPrimary.region);
  for (const replica of others) {
    await target.store.awaitReplay(replica, primary, replayTimeoutMs);
    await readStored(context, replica, true);
  }
}

/** Writes the history of the run and what the checker says of it. Without a bounded clock there is no history. */
export async function checkRunHistory(context: RunContext): Promise<void> {
  const { load, clock, evidence, progress } = context;
  const offset = load?.offset();
  if (load === undefined || offset === undefined) return;
  const events = runHistory({
    firstPrimary: context.firstPrimary,
    lines: load.generator.lines,
    offsetMs: offset.offsetMs,
    originMonotonicMs: clock.originMonotonicMs,
    faults: context.faultTimes,
    journal: context.journal,
    reads: context.reads,
  });
  const file = await context.writeHistory(formatHistory(events));
  const outcome = checkEvents(events);
  if ('refused' in outcome) {
    const [first] = outcome.refused;
    throw new ChaosError(
      'history-refused',
      `${file}: the history of this run contradicts itself at line ${first?.line}: ${first?.problem}`,
      `attest replay history lists every such line`,
    );
  }
  const { verdict, reason, counts, lost } = outcome.answer;
  await evidence.record({ kind: 'history', file, verdict, reason, counts, lost });
  progress.done(
    'history checked',
    `${counts.acked} acknowledged writes, ${counts.lost} lost, ${counts.unknown} with unknown outcome not found`,
  );
}
