import type { Evidence, EvidenceKind, EvidenceOf, FaultEvidence, Recorded } from '../evidence.js';
import { type Injection, injectionsOf } from './injections.js';

type Line<K extends EvidenceKind> = Recorded<EvidenceOf<K>>;

/** A run's evidence, with what all judges ask of it. */
export interface RunFacts {
  readonly evidence: readonly Recorded[];
  of<K extends EvidenceKind>(kind: K): readonly Line<K>[];
  /** Every fault of the run; most runs have one. */
  readonly injections: readonly Injection[];
  /** Of the first fault. */
  readonly intent: Recorded<FaultEvidence> | undefined;
  /** Of the first fault: the first `effective` after the intent, proven or not. */
  readonly effective: Recorded<FaultEvidence> | undefined;
  /** The first trigger of a failover after the fault was intended. */
  readonly trigger: Line<'failover'> | undefined;
  /** How that failover ended, as far as the run saw it. */
  readonly ending: Line<'failover'> | undefined;
  /** Until then the fault was in place and somebody watched; ms since the run's start. */
  readonly watchedUntilT: number;
}

export function runFacts(evidence: readonly Recorded[]): RunFacts {
  const of = <K extends EvidenceKind>(wanted: K) =>
    evidence.filter((line): line is Line<K> => line.kind === wanted);
  const faults = of('fault');
  const injections = injectionsOf(faults);
  const { intent, effective } = injections[0] ?? {};
  const failover = of('failover');
  const trigger = failover.find(({ event, t }) => event === 'trigger' && t >= (intent?.t ?? 0));
  const ending = failover.find(
    ({ event, t }) =>
      trigger !== undefined && endings.includes(event as (typeof endings)[number]) && t >= trigger.t,
  );
  const undo =
    of('phase').find(({ phase, edge }) => phase === 'undo' && edge === 'start') ??
    faults.find(({ phase }) => phase === 'undone');
  const watchedUntilT =
    undo?.t ?? evidence.reduce((newest: number, { t }: Evidence) => Math.max(newest, t), 0);
  return { evidence, of, injections, intent, effective, trigger, ending, watchedUntilT };
}

const endings = ['completed', 'refused', 'failed'] as const;
