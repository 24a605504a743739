import type { Recorded } from '../evidence.js';
import type { ClaimVerdict, JudgedClaim, VerdictDocument } from '../verdict.js';
import { type Defect, defectsOf } from './defects.js';
import { type ClaimJudge, type Finding, unmeasured } from './finding.js';
import { isJudgeable, judges } from './index.js';
import { type RunFacts, runFacts } from './run-facts.js';
import { verdictOfRun } from './verdict-of-run.js';

/**
 * The verdicts of a game day. Nothing is held by default: a claim without a judge, or without evidence, is inconclusive.
 *
 * @throws EvidenceError `bad-lines` when the line that says which run this was is missing
 */
export function judge(claims: readonly JudgedClaim[], evidence: readonly Recorded[]): VerdictDocument {
  const facts = runFacts(evidence);
  const defects = defectsOf(facts);
  const judged = claims.map((claim) => verdictOn(claim, facts, defects));
  return verdictOfRun('gameday', evidence, judged);
}

function verdictOn(claim: JudgedClaim, facts: RunFacts, defects: readonly Defect[]): ClaimVerdict {
  const { id } = claim;
  if (!isJudgeable(id)) {
    return conclude(claim, unmeasured(claim, 'No judge of a game day knows this claim.'), []);
  }
  const claimJudge: ClaimJudge = judges[id];
  const finding = unobserved(claim, claimJudge, facts) ?? claimJudge.judge(claim, facts);
  const weighing =
    finding.outcome === 'broken'
      ? defects.filter(({ kind }) => !claimJudge.violationStandsDespite.includes(kind))
      : defects;
  return conclude(claim, finding, weighing);
}

/** A target that cannot tell of something is no witness to its not having happened. */
function unobserved(claim: JudgedClaim, { reads }: ClaimJudge, { of }: RunFacts): Finding | undefined {
  const blind = of('not-observed').filter((line) => reads.includes(line.of));
  if (blind.length === 0) return undefined;
  const because = blind.map((line) => line.because).join('; ');
  return unmeasured(claim, `Not measured, because ${because}.`, blind);
}

function conclude(
  { id, statement, section, promised }: JudgedClaim,
  finding: Finding,
  defects: readonly Defect[],
): ClaimVerdict {
  const { outcome, measured, reason, basedOn, modelled } = finding;
  const isSettled = outcome !== 'unmeasured' && defects.length === 0;
  const because = defects.map((defect) => defect.because).join('; ');
  const lines = [...basedOn, ...(isSettled ? [] : defects.flatMap((defect) => defect.basedOn))].map(
    ({ line }) => line,
  );
  return {
    id,
    statement,
    section,
    promised,
    measured,
    verdict: isSettled ? outcome : 'inconclusive',
    reason: because === '' ? reason : `Inconclusive, because ${because}. ${reason}`,
    evidence: [...new Set(lines)].sort((a, b) => a - b).map((line) => ({ line })),
    ...(modelled && { modelled }),
  };
}
