import type { EvidenceKind, Recorded } from '../evidence.js';
import type { JudgedClaim, Measured } from '../verdict.js';
import type { DefectKind } from './defects.js';
import type { RunFacts } from './run-facts.js';

/** What a judge makes of the evidence, before the defects of the run are held against it. */
export interface Finding {
  readonly outcome: 'held' | 'broken' | 'unmeasured';
  readonly measured: Measured;
  /** A sentence. */
  readonly reason: string;
  readonly basedOn: readonly Pick<Recorded, 'line'>[];
  /** Rests on modelled figures, such as a time that passes faster. */
  readonly modelled?: true;
}

export interface ClaimJudge {
  /** What the judge reads, for whoever wants to know why a claim is inconclusive. */
  readonly reads: readonly EvidenceKind[];
  /** Defects of a run that cannot explain away what broke this claim. */
  readonly violationStandsDespite: readonly DefectKind[];
  readonly judge: (claim: JudgedClaim, facts: RunFacts) => Finding;
}

export function unmeasured(
  claim: JudgedClaim,
  reason: string,
  basedOn: readonly Pick<Recorded, 'line'>[] = [],
): Finding {
  return {
    outcome: 'unmeasured',
    measured: { value: null, unit: claim.promised.unit },
    reason,
    basedOn,
  };
}
