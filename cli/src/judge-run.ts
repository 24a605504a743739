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
import { compareCapacity, judgeCapacity, parseCapacityExperiment } from '@attest/loadtests';
import { claims, type Platform } from '@attest/platform';

export interface JudgedRun {
  readonly verdict: VerdictDocument;
  readonly evidence: readonly Recorded[];
  readonly warnings: readonly string[];
}

interface Comparing {
  /** Looks for the run that this one is compared with. */
  readonly previous?: (now: VerdictDocument) => VerdictDocument | undefined;
}

/**
 * Judges a run from its evidence file, as anybody could who has only the file, and writes verdict, report and JUnit beside it.
 *
 * @param decided ids of the claims that a game day was made for; a capacity run names its service itself
 */
export async function judgeRun(
  platform: Platform,
  decided: readonly string[],
  directory: RunDirectory,
  { previous }: Comparing = {},
): Promise<JudgedRun> {
  const { evidence, warnings } = readEvidence(directory.evidence);
  const [first] = evidence;
  const isCapacity = first?.kind === 'run' && parseCapacityExperiment(first.experiment) !== undefined;
  const verdict = isCapacity
    ? compared(judgeCapacity(claims(platform), evidence), previous)
    : judge(
        claims(platform).filter(({ id }) => decided.includes(id)),
        evidence,
      );
  writeWhole(directory.verdict, `${JSON.stringify(verdict, null, 2)}\n`);
  writeWhole(directory.report, await renderHtml({ verdict, evidence }));
  writeWhole(directory.junit, renderJunit(verdict));
  return { verdict, evidence, warnings };
}

function compared(verdict: VerdictDocument, previous: Comparing['previous']): VerdictDocument {
  const before = previous?.(verdict);
  if (before === undefined || verdict.capacity === undefined) return verdict;
  const comparison = compareCapacity(verdict.capacity, before);
  return comparison === undefined ? verdict : { ...verdict, capacity: { ...verdict.capacity, comparison } };
}
