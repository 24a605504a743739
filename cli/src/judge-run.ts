import { type Experiment, expectations } from '@attest/chaos';
import {
  type JudgedClaim,
  judge,
  type Recorded,
  type RunDirectory,
  readEvidence,
  renderHtml,
  renderJunit,
  type VerdictDocument,
  writeWhole,
} from '@attest/evidence';
import { claims, type Platform } from '@attest/platform';

export interface JudgedRun {
  readonly verdict: VerdictDocument;
  readonly evidence: readonly Recorded[];
  readonly warnings: readonly string[];
}

/**
 * Judges a run from its evidence file, as anybody could who has only the file, and writes verdict, report and JUnit beside it.
 *
 * @param experiment whose claims and expectations are decided; without one, nothing is
 */
export async function judgeRun(
  platform: Platform,
  experiment: Pick<Experiment, 'claims' | 'expectations'> | undefined,
  directory: RunDirectory,
): Promise<JudgedRun> {
  const { evidence, warnings } = readEvidence(directory.evidence);
  const decided: JudgedClaim[] = [
    ...claims(platform).filter(({ id }) => experiment?.claims.includes(id)),
    ...(experiment?.expectations ?? []).map((id) => ({ id, ...expectations[id](platform) })),
  ];
  const verdict = judge(decided, evidence);
  writeWhole(directory.verdict, `${JSON.stringify(verdict, null, 2)}\n`);
  writeWhole(directory.report, await renderHtml({ verdict, evidence }));
  writeWhole(directory.junit, renderJunit(verdict));
  return { verdict, evidence, warnings };
}
