import { ChaosError } from '../chaos-error.js';
import { checkEvents, formatHistory } from '../history/index.js';
import type { Store } from '../target/index.js';
import { readStored } from './read-stored.js';
import type { RunContext } from './run-context.js';
import { runHistory } from './run-history.js';

const replayTimeoutMs = 20_000;

/** Final reads on the primary and on every replica that has replayed what the primary has; then the history is judged. */
export async function readFinally(context: RunContext): Promise<void> {
  const { target, firstPrimary } = context;
  const { store } = target;
  if (store === undefined) return;
  const primary = (await store.primary()).region;
  await readStored(context, store, primary, true);
  await askForLog(context, store, primary);
  // A former primary may hold writes that nobody was promised; it is no replica until it is seeded anew.
  const others = target.regions.filter((region) => region !== primary && region !== firstPrimary.region);
  for (const replica of others) {
    await awaitReplay(store, replica, primary);
    await readStored(context, store, replica, true);
    await askForLog(context, store, replica);
  }
}

/** A replica that never gets there is what a promotion may leave behind, and no surprise. @throws ChaosError `replica-behind` */
async function awaitReplay(store: Store, replica: string, primary: string): Promise<void> {
  try {
    await store.awaitReplay(replica, primary, replayTimeoutMs);
  } catch (cause) {
    throw new ChaosError(
      'replica-behind',
      `${replica} has not replayed what ${primary} has within ${replayTimeoutMs / 1000} s, and was not read: ${cause instanceof Error ? cause.message : String(cause)}`,
      "look at the replica's log: it may follow nobody, or have what the new primary lacks",
      { cause },
    );
  }
}

/** The second oracle's part: what a database says of its log, and of every transaction that was acknowledged. */
async function askForLog({ load, accounts, clock }: RunContext, store: Store, region: string): Promise<void> {
  const xids = (load?.generator.lines ?? []).flatMap((line) =>
    line.op === 'ok' && line.wal !== undefined ? [line.wal.xid] : [],
  );
  if (xids.length === 0 || store.accountOfLog === undefined) return;
  const account = await store.accountOfLog(region, xids);
  accounts.push({ ...account, monotonicMs: clock.monotonicMs() });
}

/** Writes the history of the run and what the checker says of it. Without a bounded clock there is no history. */
export async function checkRunHistory(context: RunContext): Promise<void> {
  const { load, clock, evidence, progress } = context;
  const { store } = context.target;
  if (store === undefined) return;
  const offset = load?.offset();
  if (load === undefined || offset === undefined) return;
  const events = runHistory({
    firstPrimary: context.firstPrimary,
    lines: load.generator.lines,
    offsetMs: offset.offsetMs,
    originMonotonicMs: clock.originMonotonicMs,
    faults: context.faultTimes,
    journal: context.journal,
    reads: [...context.reads, ...(store.readByOthers?.() ?? [])],
    accounts: context.accounts,
    promised: promisedEffects(context),
    effects: context.effects,
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
  const { verdict, reason, counts, lost, wal, effects } = outcome.answer;
  await evidence.record({
    kind: 'history',
    file,
    verdict,
    reason,
    counts,
    lost,
    ...(wal === undefined ? {} : { wal: { ...wal, disputed: [...wal.disputed] } }),
    ...(effects === undefined ? {} : { effects }),
  });
  progress.done(
    'history checked',
    `${counts.acked} acknowledged writes, ${counts.lost} lost, ${counts.unknown} with unknown outcome not found`,
  );
  if (wal !== undefined) {
    progress.done(
      "the databases' own logs",
      `${wal.missing} of ${wal.decided} acknowledged writes outside of them, ${wal.undecided} undecided, ${wal.disputed.length} disputed`,
    );
  }
  for (const [kind, { promised, missing, duplicate, unfounded }] of Object.entries(effects ?? {})) {
    progress.done(
      `effects: ${kind}`,
      `${promised} promised, ${missing} missing, ${duplicate} repeated, ${unfounded} unfounded`,
    );
  }
}

function promisedEffects({ target, streams }: RunContext): Map<string, readonly string[]> {
  return new Map(streams.map((stream) => [stream.name, target.effects?.promisedBy(stream) ?? []]));
}
