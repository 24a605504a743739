import type { Recorded } from '../evidence.js';
import { EvidenceError } from '../evidence-error.js';
import { type ClaimVerdict, type JudgedClaim, summarize, type VerdictDocument } from '../verdict.js';
import { type Defect, defectsOf } from './defects.js';
import { type ClaimJudge, type Finding, unmeasured } from './finding.js';
import { isJudgeable, judges } from './index.js';
import { type RunFacts, runFacts } from './run-facts.js';

/**
 * The verdicts of a game day. Nothing is held by default: a claim without a judge, or without evidence, is inconclusive.
 *
 * @throws EvidenceError `bad-lines` when the line that says which run this was is missing
 */
export function judge(claims: readonly JudgedClaim[], evidence: readonly Recorded[]): VerdictDocument {
  const facts = runFacts(evidence);
  const [run] = facts.of('run');
  if (run === undefined) {
    throw new EvidenceError(
      'bad-lines',
      'the evidence has no line of kind "run", so nobody knows what was run',
      'take the file from the run itself; its first line says what was run',
    );
  }
  const defects = defectsOf(facts);
  const judged = claims.map((claim) => verdictOn(claim, facts, defects));
  const endT = evidence.reduce((newest, { t }) => Math.max(newest, t), 0);
  return {
    schema: 'attest.verdict/v1',
    run: run.run,
    kind: 'gameday',
    experiment: run.experiment,
    target: run.target,
    environment: run.environment,
    revision: run.revision,
    ...(Object.keys(run.whatIf).length > 0 ? { whatIf: run.whatIf } : {}),
    startedAt: new Date(Date.parse(run.at) - run.t).toISOString(),
    durationSeconds: Math.round(endT) / 1000,
    ...(facts.of('interrupted').length > 0 ? { interrupted: true as const } : {}),
    claims: judged,
    summary: summarize(judged),
  };
}

function verdictOn(claim: JudgedClaim, facts: RunFacts, defects: readonly Defect[]): ClaimVerdict {
  const { id } = claim;
  if (!isJudgeable(id)) {
    return conclude(claim, unmeasured(claim, 'No judge of a game day knows this claim.'), []);
  }
  const claimJudge: ClaimJudge = judges[id];
  const finding = claimJudge.judge(claim, facts);
  const weighing =
    finding.outcome === 'broken'
      ? defects.filter(({ kind }) => !claimJudge.violationStandsDespite.includes(kind))
      : defects;
  return conclude(claim, finding, weighing);
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
