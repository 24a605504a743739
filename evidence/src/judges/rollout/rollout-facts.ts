import type { EvidenceOf, Recorded } from '../../evidence.js';
import type { RunFacts } from '../run-facts.js';

type RolloutLine = Recorded<EvidenceOf<'rollout'>>;
export type LineOf<E extends RolloutLine['event']> = Extract<RolloutLine, { event: E }>;

/** A share of the traffic, from when it was sent until the next one was. */
export interface StageSeen {
  /** 0–1. */
  readonly weight: number;
  readonly sent: LineOf<'sent'>;
  readonly measured: readonly LineOf<'measured'>[];
  /** `undefined` when the next one was not seen. */
  readonly untilT: number | undefined;
}

/** The rollout of a run, as it told of itself. */
export interface RolloutFacts {
  readonly begun: LineOf<'begun'> | undefined;
  readonly deployed: LineOf<'deployed'> | undefined;
  readonly stages: readonly StageSeen[];
  readonly measured: readonly LineOf<'measured'>[];
  /** The notice by which it ended, or by which it says that it holds. */
  readonly notified: LineOf<'notified'> | undefined;
  readonly ended: LineOf<'ended'> | undefined;
  readonly retired: readonly LineOf<'retired'>[];
  readonly migrated: readonly LineOf<'migrated'>[];
  /** The newest count. */
  readonly refused: LineOf<'refused'> | undefined;
  readonly kept: LineOf<'kept'> | undefined;
}

export function rolloutFacts({ of }: RunFacts): RolloutFacts {
  const all = of('rollout') as readonly RolloutLine[];
  const lines = <E extends RolloutLine['event']>(event: E) =>
    all.filter((line): line is LineOf<E> => line.event === event);
  const [begun] = lines('begun');
  const [deployed] = lines('deployed');
  const [ended] = lines('ended');
  const measured = lines('measured');
  const sent = lines('sent').filter(({ weight }, at, those) => weight !== those[at - 1]?.weight);
  return {
    begun,
    deployed,
    ended,
    measured,
    notified: lines('notified').at(-1),
    retired: lines('retired'),
    migrated: lines('migrated'),
    refused: lines('refused').at(-1),
    kept: lines('kept').at(-1),
    stages: sent.map((line, at) => {
      const next = sent[at + 1] ?? ended;
      return {
        weight: line.weight,
        sent: line,
        measured: measured.filter((each) => each.line > line.line && (!next || each.line < next.line)),
        untilT: next?.t,
      };
    }),
  };
}

/** Over all that was measured. */
export function totalOf(measured: readonly LineOf<'measured'>[], revision: 'canary' | 'baseline') {
  return measured.reduce(
    (sum, line) => ({
      requests: sum.requests + line[revision].requests,
      errors: sum.errors + line[revision].errors,
    }),
    { requests: 0, errors: 0 },
  );
}
