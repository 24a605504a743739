import {
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
 * @param decided ids of the claims that the run was made for
 */
export async function judgeRun(
  platform: Platform,
  decided: readonly string[],
  directory: RunDirectory,
): Promise<JudgedRun> {
  const { evidence, warnings } = readEvidence(directory.evidence);
  const verdict = judge(
    claims(platform).filter(({ id }) => decided.includes(id)),
    evidence,
  );
  writeWhole(directory.verdict, `${JSON.stringify(verdict, null, 2)}\n`);
  writeWhole(directory.report, await renderHtml({ verdict, evidence }));
  writeWhole(directory.junit, renderJunit(verdict));
  return { verdict, evidence, warnings };
}
