import type { EvidenceOf, Recorded } from '../evidence.js';
import { EvidenceError } from '../evidence-error.js';
import { type ClaimVerdict, summarize, type VerdictDocument } from '../verdict.js';

/** The line that says which run this was. @throws EvidenceError `bad-lines` when it is missing */
export function runOf(evidence: readonly Recorded[]): Recorded & EvidenceOf<'run'> {
  const run = evidence.find((line) => line.kind === 'run');
  if (run?.kind === 'run') return run;
  throw new EvidenceError(
    'bad-lines',
    'the evidence has no line of kind "run", so nobody knows what was run',
    'take the file from the run itself; its first line says what was run',
  );
}

/** The verdict on a run, whatever kind of run it was. @throws EvidenceError `bad-lines` */
export function verdictOfRun(
  kind: VerdictDocument['kind'],
  evidence: readonly Recorded[],
  claims: readonly ClaimVerdict[],
): VerdictDocument {
  const run = runOf(evidence);
  const endT = evidence.reduce((newest, { t }) => Math.max(newest, t), 0);
  return {
    schema: 'attest.verdict/v1',
    run: run.run,
    kind,
    experiment: run.experiment,
    target: run.target,
    environment: run.environment,
    revision: run.revision,
    ...(Object.keys(run.whatIf).length > 0 ? { whatIf: run.whatIf } : {}),
    startedAt: new Date(Date.parse(run.at) - run.t).toISOString(),
    durationSeconds: Math.round(endT) / 1000,
    ...(evidence.some((line) => line.kind === 'interrupted') ? { interrupted: true as const } : {}),
    claims,
    summary: summarize(claims),
  };
}
