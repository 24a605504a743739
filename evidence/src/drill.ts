import type { Recorded } from './evidence.js';
import { type DefectKind, defectsOf } from './judges/defects.js';
import { runFacts } from './judges/run-facts.js';
import { overall, type VerdictDocument, type VerdictWord } from './verdict.js';

/** A game day that practised something, as it is told to those who wait for the next one. */
export interface PractisedDrill {
  readonly experiment: string;
  readonly target: string;
  readonly environment: string;
  readonly verdict: VerdictWord;
  /** Since 1970. */
  readonly endedAtSeconds: number;
}

const nothingPractised: readonly DefectKind[] = ['fault-unproven', 'gave-up', 'interrupted'];

/**
 * `undefined`: nothing was practised, because no fault was proven to be effective, the run ended before its time, or it was not
 * the design that was run. What could not be measured all the same is told as inconclusive: on a cluster some of it never can.
 */
export function practisedDrill(
  { experiment, target, environment, startedAt, durationSeconds, whatIf = {}, summary }: VerdictDocument,
  evidence: readonly Recorded[],
): PractisedDrill | undefined {
  const defects = defectsOf(runFacts(evidence));
  const isCutShort = defects.some(({ kind }) => nothingPractised.includes(kind));
  if (experiment === undefined || isCutShort || Object.keys(whatIf).length > 0) return undefined;
  return {
    experiment,
    target,
    environment,
    verdict: overall(summary),
    endedAtSeconds: Date.parse(startedAt) / 1000 + durationSeconds,
  };
}
