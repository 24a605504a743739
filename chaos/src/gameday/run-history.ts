import type { ClientLine, Completion, Invocation } from '@attest/loadtests';
import { type HistoryEvent, sortHistory, type WalAccount } from '../history/index.js';
import type { FailoverJournalLine, NodeRead, ObservedEffects } from '../target/index.js';

/** Everything that a history is made of; times are monotonic ms unless they are k6's own. */
export interface HistorySources {
  /** Who takes writes when the run begins. */
  readonly firstPrimary: { readonly region: string; readonly epoch: number };
  readonly lines: readonly ClientLine[];
  /** Add to a k6 time to have monotonic ms. */
  readonly offsetMs: number;
  readonly originMonotonicMs: number;
  readonly faults: readonly {
    fault: string;
    phase: 'intent' | 'effective' | 'undone';
    monotonicMs: number;
  }[];
  readonly journal: readonly FailoverJournalLine[];
  readonly reads: readonly NodeRead[];
  /** What the databases that were read finally say of their own logs. */
  readonly accounts: readonly (WalAccount & { readonly monotonicMs: number })[];
  /** The kinds of effects that the writes of a stream promise. */
  readonly promised: ReadonlyMap<string, readonly string[]>;
  readonly effects: readonly (ObservedEffects & { readonly sentMonotonicMs: number })[];
}

/** Puts what clients, the game day, the failover controller and the database saw on one clock, in one order. */
export function runHistory(sources: HistorySources): HistoryEvent[] {
  const t = (monotonicMs: number) => round(monotonicMs - sources.originMonotonicMs);
  const events: HistoryEvent[] = [{ t: 0, op: 'epoch', ...sources.firstPrimary }];
  for (const line of sources.lines) {
    if (line.op === 'invoke' || line.op === 'ok' || line.op === 'fail' || line.op === 'info') {
      const op = operation(line, sources.promised);
      events.push({ ...op, t: t(line.t + sources.offsetMs) } as HistoryEvent);
    }
  }
  for (const { fault, phase, monotonicMs } of sources.faults) {
    events.push({ t: t(monotonicMs), op: 'fault', fault, phase });
  }
  for (const line of sources.journal) {
    const takeover = takenOver(line);
    if (takeover !== undefined) events.push({ t: t(line.monotonicMs), op: 'epoch', ...takeover });
  }
  for (const { node, final, sentMonotonicMs, doneMonotonicMs, rows } of sources.reads) {
    events.push({
      t: t(sentMonotonicMs),
      done: t(doneMonotonicMs),
      op: 'read',
      node,
      final,
      rows: [...rows],
    });
  }
  for (const { monotonicMs, ...account } of sources.accounts) {
    events.push({ t: t(monotonicMs), op: 'wal', ...account });
  }
  for (const { sentMonotonicMs, kind, pending, forgotten, atLeastOnce, rows } of sources.effects) {
    events.push({
      t: t(sentMonotonicMs),
      op: 'effects',
      kind,
      // What is still under way, or was forgotten, may be what seems to be missing.
      final: pending === 0 && forgotten === 0,
      ...(atLeastOnce ? { atLeastOnce } : {}),
      rows: [...rows],
    });
  }
  return sortHistory(events);
}

function operation(
  line: Invocation | Completion,
  promised: HistorySources['promised'],
): Record<string, unknown> {
  switch (line.op) {
    case 'invoke': {
      const effects = promised.get(line.stream) ?? [];
      return { op: line.op, id: line.id, hash: line.hash, ...(effects.length === 0 ? {} : { effects }) };
    }
    case 'ok':
      return {
        op: line.op,
        id: line.id,
        epoch: line.epoch,
        region: line.region,
        ...(line.wal === undefined ? {} : { wal: line.wal }),
      };
    case 'fail':
    case 'info':
      return { op: line.op, id: line.id };
  }
}

/** From the moment of promotion on, an acknowledgement by the old epoch is one that fencing should have prevented. */
function takenOver(line: FailoverJournalLine): { epoch: number; region: string } | undefined {
  if (line.event !== 'action' || !line.action?.startsWith('promote:') || line.outcome !== 'done')
    return undefined;
  const { epoch, region } = line;
  return epoch === undefined || region === undefined ? undefined : { epoch, region };
}

/** Microseconds: more digits would be noise. */
const round = (ms: number) => Math.round(ms * 1000) / 1000;
