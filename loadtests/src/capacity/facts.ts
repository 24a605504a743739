import type { CapacityStep, EvidenceKind, EvidenceOf, Knee, Recorded } from '@attest/evidence';
import { judgeStep, type StepVerdict } from './judge-step.js';
import type { PromisedQuality } from './plan.js';
import { type Attempt, bracketOf, kneeOf } from './search.js';

type Line<K extends EvidenceKind> = Recorded<EvidenceOf<K>>;
export type StepLine = Line<'capacity-step'>;

export interface JudgedStep {
  readonly step: StepLine;
  readonly verdict: StepVerdict;
}

/** A capacity run's evidence, with what all parts of the judge ask of it. */
export interface CapacityFacts {
  of<K extends EvidenceKind>(kind: K): readonly Line<K>[];
  readonly promised: PromisedQuality;
  readonly steps: readonly JudgedStep[];
  readonly isSearch: boolean;
  readonly knee: Knee;
  /** Where the claims are judged: the highest rate that held, or the judged stages. */
  readonly judged: readonly JudgedStep[];
  /** The first and the last step at the same rate, when the last one was clearly slower. */
  readonly slower: { readonly first: StepLine; readonly again: StepLine } | undefined;
}

export function capacityFacts(evidence: readonly Recorded[], promised: PromisedQuality): CapacityFacts {
  const of = <K extends EvidenceKind>(wanted: K) =>
    evidence.filter((line): line is Line<K> => line.kind === wanted);
  const steps = of('capacity-step').map((step): JudgedStep => ({ step, verdict: judgeStep(step, promised) }));
  const [search] = of('capacity-search');
  const isSearch = steps.some(({ step }) => step.purpose !== 'stage');
  const attempts = steps.flatMap(({ step, verdict }): Attempt[] => {
    const { purpose, perSecond, goodPerSecond } = step;
    return purpose === 'climb' || purpose === 'refine'
      ? [{ purpose, perSecond, goodPerSecond, ...verdict }]
      : [];
  });
  const slower = slowerIn(steps.map(({ step }) => step));
  const { held } = bracketOf(attempts);
  const atKnee = steps.filter(
    ({ step, verdict }) => step.perSecond === held && step.purpose === 'refine' && verdict.outcome === 'held',
  );
  const slack = Math.max(0, ...atKnee.map(({ step }) => step.growth?.high ?? 0));
  const found = kneeOf(attempts, { endedBy: search?.endedBy ?? 'time' }, slack);
  return {
    of,
    promised,
    steps,
    isSearch,
    knee:
      !isSearch || slower !== undefined ? noKnee : inRequests(found, atKnee[0]?.step.requestsPerArrival ?? 1),
    judged: isSearch ? (slower === undefined ? atKnee : []) : steps.filter(({ step }) => step.judged),
    slower,
  };
}

const noKnee: Knee = { value: null, low: null, high: null, unit: 'requests/s', lowerBound: false };

/** A script may make several requests for each arrival; a knee counts requests. */
function inRequests(knee: Knee, factor: number): Knee {
  const scaled = (rate: number | null) => (rate === null ? null : Math.round(rate * factor * 100) / 100);
  return { ...knee, value: scaled(knee.value), low: scaled(knee.low), high: scaled(knee.high) };
}

/** So much longer is no chance, and no cache that has gone cold. */
const slowerRule = { factor: 1.5, leastMs: 10, leastRequests: 20, growingPerSecond: 0.005 };

/** The first step against each one that returned to its rate. */
export function slowerIn<Step extends CapacityStep>(
  steps: readonly Step[],
): { first: Step; again: Step } | undefined {
  const returned = steps
    .filter(({ purpose }) => purpose === 'return')
    .map((again) => slowerThan(again, steps));
  return returned.find((found) => found !== undefined);
}

function slowerThan<Step extends CapacityStep>(
  again: Step,
  steps: readonly Step[],
): { first: Step; again: Step } | undefined {
  const first = steps.find(({ purpose, perSecond }) => purpose === 'climb' && perSecond === again.perSecond);
  if (first === undefined || again.p50Ms === null || first.p50Ms === null) return undefined;
  if (Math.min(again.requests, first.requests) < slowerRule.leastRequests) return undefined;
  // A rate that was too high from the beginning has left a queue behind, which is no wear.
  if (first.growth !== null && first.growth.low > slowerRule.growingPerSecond) return undefined;
  // What still drains gets faster while one looks.
  if (again.growth !== null && again.growth.high < 0) return undefined;
  const isSlower =
    again.p50Ms > slowerRule.factor * first.p50Ms && again.p50Ms - first.p50Ms > slowerRule.leastMs;
  return isSlower ? { first, again } : undefined;
}

/** Counts of several steps together. */
export function together(steps: readonly CapacityStep[]) {
  const sum = (pick: (step: CapacityStep) => number) => steps.reduce((total, step) => total + pick(step), 0);
  const failed = sum((step) => step.failed);
  const timedOut = sum((step) => step.timedOut);
  const requests = sum((step) => step.requests);
  return { requests, failed, slow: sum(({ late }) => late) + timedOut, waited: requests - failed + timedOut };
}
