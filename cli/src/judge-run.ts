import path from 'node:path';
import { type Experiment, expectations } from '@attest/chaos';
import { scalingVerdicts } from '@attest/controllers';
import {
  conditionsOf,
  type JudgedClaim,
  judge,
  type Recorded,
  type RunDirectory,
  readEarlierRuns,
  readEvidence,
  regressionsOf,
  renderHtml,
  renderJunit,
  summarize,
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

/** What of an experiment says which verdicts are due. */
type DecidingExperiment = Pick<Experiment, 'claims' | 'expectations'>;

interface Comparing {
  /** Looks for the run that this one, of a service's capacity, is compared with. */
  readonly previous?: (now: VerdictDocument) => VerdictDocument | undefined;
}

/**
 * Judges a run from its evidence file, as anybody could who has only the file, and writes verdict, report and JUnit beside it.
 *
 * @param experiment whose claims and expectations a game day decides; a capacity run names its service itself
 */
export async function judgeRun(
  platform: Platform,
  experiment: DecidingExperiment | undefined,
  directory: RunDirectory,
  { previous }: Comparing = {},
): Promise<JudgedRun> {
  const { evidence, warnings } = readEvidence(directory.evidence);
  const [first] = evidence;
  const isCapacity = first?.kind === 'run' && parseCapacityExperiment(first.experiment) !== undefined;
  const verdict = isCapacity
    ? compared(withScaling(platform, judgeCapacity(claims(platform), evidence), evidence), previous)
    : heldAgainstEarlier(judge(decidedBy(platform, experiment), evidence), evidence, directory);
  writeWhole(directory.verdict, `${JSON.stringify(verdict, null, 2)}\n`);
  writeWhole(directory.report, await renderHtml({ verdict, evidence }));
  writeWhole(directory.junit, renderJunit(verdict));
  return { verdict, evidence, warnings };
}

/** A run that only scaled asked nobody for the error rate or the latency. */
function withScaling(
  platform: Platform,
  document: VerdictDocument,
  evidence: readonly Recorded[],
): VerdictDocument {
  const scaling = scalingVerdicts(platform, claims(platform), evidence);
  if (scaling.length === 0) return document;
  const { capacity, ...run } = document;
  const isLoaded = evidence.some(({ kind }) => kind === 'capacity-step');
  const judged = [...(isLoaded ? document.claims : []), ...scaling];
  return {
    ...run,
    ...(isLoaded && capacity !== undefined ? { capacity } : {}),
    claims: judged,
    summary: summarize(judged),
  };
}

/** Nobody compares what was given up with what was not. */
function heldAgainstEarlier(
  verdict: VerdictDocument,
  [first]: readonly Recorded[],
  directory: RunDirectory,
): VerdictDocument {
  if (verdict.interrupted === true) return verdict;
  const earlier = readEarlierRuns(path.dirname(directory.path), verdict);
  const regressions = regressionsOf(verdict, conditionsOf(first), earlier);
  return regressions.length === 0 ? verdict : { ...verdict, regressions };
}

function compared(verdict: VerdictDocument, previous: Comparing['previous']): VerdictDocument {
  const before = previous?.(verdict);
  if (before === undefined || verdict.capacity === undefined) return verdict;
  const comparison = compareCapacity(verdict.capacity, before);
  return comparison === undefined ? verdict : { ...verdict, capacity: { ...verdict.capacity, comparison } };
}

function decidedBy(platform: Platform, experiment: DecidingExperiment | undefined): JudgedClaim[] {
  return [
    ...claims(platform).filter(({ id }) => experiment?.claims.includes(id)),
    ...(experiment?.expectations ?? []).map((id) => ({ id, ...expectations[id](platform) })),
  ];
}
