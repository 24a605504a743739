import {
  type CapacityAnswer,
  type CapacityQuality,
  type CapacitySearch,
  type ClaimVerdict,
  type JudgedClaim,
  type Recorded,
  runOf,
  type VerdictDocument,
  verdictOfRun,
} from '@attest/evidence';
import { type Defect, defectsOf } from './defects.js';
import { type CapacityFacts, capacityFacts, together } from './facts.js';
import { countOf, mergeHistograms, quantileMs } from './latency-histogram.js';
import type { PromisedQuality } from './plan.js';
import { neededFor, shareBounds } from './proportion.js';

/** The name of a capacity run in its evidence: which service, and how it was loaded. */
export const capacityExperiment = (service: string, profile: string): string =>
  `capacity ${service} ${profile}`;

/** `undefined` for the name of another kind of run. */
export function parseCapacityExperiment(name: string): { service: string; profile: string } | undefined {
  const [kind, service, profile, ...rest] = name.split(' ');
  if (kind !== 'capacity' || service === undefined || profile === undefined || rest.length > 0)
    return undefined;
  return { service, profile };
}

/** Which claims of a service a capacity run decides. */
function capacityClaims<Claim extends { readonly id: string }>(
  claims: readonly Claim[],
  service: string,
): Claim[] {
  return claims.filter(({ id }) => kinds.some((kind) => isOf(kind, id, service)));
}

const kinds = ['error-rate', 'latency-p99'] as const;
type Kind = (typeof kinds)[number];

const isOf = (kind: Kind, id: string, service: string) =>
  id === `${service}.${kind}` || id.startsWith(`${service}.${kind}.`);

/**
 * The verdicts of a capacity run. Nothing is held by default: a claim is held only by a rate, or a profile, at which enough
 * requests were seen, by a generator that was well, on a target that stayed the same.
 *
 * @throws EvidenceError `bad-lines` when the line that says which run this was is missing
 */
export function judgeCapacity(
  claims: readonly JudgedClaim[],
  evidence: readonly Recorded[],
): VerdictDocument {
  const run = runOf(evidence);
  const { service = 'unknown', profile = 'unknown' } = parseCapacityExperiment(run.experiment) ?? {};
  const facts = capacityFacts(evidence, strictest(claims, service));
  const defects = defectsOf(facts);
  const judged = capacityClaims(claims, service).map((claim) => verdictOn(claim, service, facts, defects));
  return {
    ...verdictOfRun('capacity', evidence, judged),
    capacity: answerOf(service, profile, facts, defects),
  };
}

function strictest(claims: readonly JudgedClaim[], service: string): PromisedQuality {
  const least = (kind: Kind) =>
    Math.min(
      ...claims
        .filter(({ id, promised }) => isOf(kind, id, service) && typeof promised.value === 'number')
        .map(({ promised }) => promised.value as number),
    );
  return { errorRatio: Math.min(1, least('error-rate')), p99Ms: least('latency-p99') };
}

interface Finding {
  readonly outcome: ClaimVerdict['verdict'];
  readonly value: number | null;
  readonly reason: string;
}

function verdictOn(
  claim: JudgedClaim,
  service: string,
  facts: CapacityFacts,
  defects: readonly Defect[],
): ClaimVerdict {
  const kind: Kind = isOf('error-rate', claim.id, service) ? 'error-rate' : 'latency-p99';
  const finding = findingOn(kind, claim, facts);
  const isSettled = finding.outcome !== 'inconclusive' && defects.length === 0;
  const because = defects.map((defect) => defect.because).join('; ');
  const lines = [...basis(facts), ...(isSettled ? [] : defects.flatMap((defect) => defect.basedOn))].map(
    ({ line }) => line,
  );
  const { id, statement, section, promised } = claim;
  return {
    id,
    statement,
    section,
    promised,
    measured: { value: finding.value, unit: claim.promised.unit },
    verdict: isSettled ? finding.outcome : 'inconclusive',
    reason: because === '' ? finding.reason : `Inconclusive, because ${because}. ${finding.reason}`,
    evidence: [...new Set(lines)].sort((a, b) => a - b).map((line) => ({ line })),
  };
}

/** The steps that a verdict rests on: where the claims were judged, or else the lowest rate, at which they should hold if at any. */
function basis({ judged, steps, isSearch, slower }: CapacityFacts) {
  if (judged.length > 0) return judged.map(({ step }) => step);
  if (!isSearch) return [];
  if (slower !== undefined) return [slower.first, slower.again];
  const tried = steps.filter(({ step, verdict }) => step.purpose !== 'return' && verdict.outcome !== 'void');
  const lowest = Math.min(...tried.map(({ step }) => step.perSecond));
  return tried.filter(({ step }) => step.perSecond === lowest).map(({ step }) => step);
}

function findingOn(kind: Kind, claim: JudgedClaim, facts: CapacityFacts): Finding {
  const steps = basis(facts);
  const promised = Number(claim.promised.value);
  const { requests, failed, slow, waited } = together(steps);
  if (requests === 0) return { outcome: 'inconclusive', value: null, reason: 'Nothing was measured.' };
  const where = placeOf(facts);
  const doubt = doubtIn(kind, facts);
  if (kind === 'error-rate') {
    const bounds = shareBounds(failed, requests);
    const value = Math.round((failed / requests) * 1e6) / 1e6;
    const text = `${where} ${percent(value)} of ${count(requests)} requests failed; promised at most ${percent(promised)}`;
    return concluded(bounds, promised, value, text, doubt);
  }
  const bounds = shareBounds(slow, waited);
  const quality = qualityOf(facts);
  const value = quality?.p99Ms ?? null;
  if (bounds === undefined || value === null)
    return {
      outcome: 'inconclusive',
      value,
      reason: `${where} no request was answered, so none has a latency.`,
    };
  const range =
    quality?.p99LowMs == null || quality.p99HighMs == null
      ? ''
      : ` (95 % between ${ms(quality.p99LowMs)} and ${ms(quality.p99HighMs)})`;
  const text = `${where} the p99 was ${ms(value)}${range} over ${count(waited)} requests; ${percent(slow / waited)} took longer than ${ms(facts.promised.p99Ms)}`;
  // Claims with a looser threshold than the strictest are held with it, and measured by the quantile alone otherwise.
  if (promised > facts.promised.p99Ms && bounds.low > 0.01)
    return (quality?.p99HighMs ?? Number.POSITIVE_INFINITY) <= promised
      ? concluded({ low: 0, high: 0 }, 1, value, text, doubt)
      : concluded({ low: value > promised ? 1 : 0, high: 1 }, 0.5, value, text, doubt);
  return concluded(bounds, 0.01, value, text, doubt);
}

function concluded(
  bounds: { low: number; high: number } | undefined,
  limit: number,
  value: number,
  text: string,
  doubt: string,
): Finding {
  if (bounds !== undefined && bounds.low > limit) return { outcome: 'broken', value, reason: `${text}.` };
  if (doubt !== '') return { outcome: 'inconclusive', value, reason: `${text}, but ${doubt}.` };
  if (bounds === undefined || bounds.high > limit) {
    return {
      outcome: 'inconclusive',
      value,
      reason: `${text}: too few requests to tell (${count(neededFor(limit))} without a bad one would do).`,
    };
  }
  return { outcome: 'held', value, reason: `${text}.` };
}

/** Why what holds in the numbers is no promise kept. */
function doubtIn(kind: Kind, { judged, isSearch, slower, steps }: CapacityFacts): string {
  if (slower !== undefined) {
    return `the target gets slower with every request (p50 at ${slower.first.perSecond}/s first ${slower.first.p50Ms} ms, after the search ${slower.again.p50Ms} ms), so no rate is steady`;
  }
  if (isSearch && judged.length === 0) return 'no steady rate was found at which all promises hold';
  if (kind === 'error-rate' || isSearch) return '';
  const limits = steps.filter(({ step }) => step.judged).flatMap(({ verdict }) => verdict.limits);
  if (limits.includes('backlog')) return 'a backlog was growing';
  return limits.includes('errors') ? 'what failed has no latency' : '';
}

function placeOf({ judged, isSearch, knee, slower, steps }: CapacityFacts): string {
  if (!isSearch)
    return `Over ${judged.length === 1 ? `the stage ${judged[0]?.step.stage}` : `${judged.length} stages`}`;
  if (slower !== undefined) return `At ${slower.first.perSecond} requests/s, first and last together,`;
  if (knee.value !== null) return `At ${knee.value} requests/s`;
  const tried = steps.filter(({ step }) => step.purpose !== 'return').map(({ step }) => step.perSecond);
  return `At ${Math.min(...tried)} requests/s, the lowest rate that was tried,`;
}

function answerOf(
  service: string,
  profile: string,
  facts: CapacityFacts,
  defects: readonly Defect[],
): CapacityAnswer {
  const target = facts.of('capacity-target')[0];
  return {
    service,
    url: target?.url ?? 'unknown',
    profile,
    revision: target?.revision ?? null,
    knee: facts.knee,
    quality: qualityOf(facts) ?? null,
    reason: reasonOf(facts, defects),
    defects: defects.map(({ because }) => because),
  };
}

function reasonOf(facts: CapacityFacts, defects: readonly Defect[]): string {
  const { knee, isSearch, slower, steps } = facts;
  const [first] = defects;
  if (steps.length === 0 && first !== undefined) return `Nothing was measured: ${first.because}.`;
  if (slower !== undefined) return `There is no knee: ${doubtIn('latency-p99', facts)}.`;
  if (!isSearch) {
    const { requests, failed, p99Ms, perSecond } = qualityOf(facts) ?? {
      requests: 0,
      failed: 0,
      p99Ms: null,
      perSecond: 0,
    };
    return requests === 0
      ? 'Nothing was measured.'
      : `At up to ${perSecond} requests/s ${count(failed)} of ${count(requests)} failed, and the p99 was ${p99Ms === null ? 'unknown' : ms(p99Ms)}.`;
  }
  const search = facts.of('capacity-search')[0];
  if (knee.value === null) {
    const lowest = steps.find(({ step }) => basis(facts).includes(step));
    const there = lowest === undefined ? '' : `; at ${lowest.step.perSecond}/s ${lowest.verdict.because}`;
    return `No rate was found at which the promises hold: ${search?.detail ?? 'the search did not end'}${there}.`;
  }
  const { value, high } = knee;
  if (high === null)
    return `The promises hold at ${value} requests/s, and there the search ended: ${search?.detail ?? 'it was cut short'}.`;
  const failing = failingAt(high, facts)?.verdict.because ?? 'they were not shown to';
  const unsure = unmeasuredBetween(search);
  return unsure === undefined
    ? `The promises hold up to ${value} requests/s; at ${high}/s ${failing}.`
    : `The promises hold at ${value} requests/s, and do not at ${high}/s, where ${failing}. Between them nothing is known: ${unsure}.`;
}

/** Why the search ended between a rate that held and one that did not, before it had brought them together. */
function unmeasuredBetween(search: CapacitySearch | undefined): string | undefined {
  if (search === undefined) return 'it was cut short';
  if (search.endedBy === 'time') return `the search ended ${search.detail}`;
  return search.endedBy === 'void-step' ? search.detail : undefined;
}

/** Of the steps that did not hold the one at this rate, not one far above it, which fails in more ways; of several the last. */
function failingAt(high: number, { steps }: CapacityFacts) {
  const rateOf = ({ step }: CapacityFacts['steps'][number]) => step.perSecond * step.requestsPerArrival;
  const failing = steps.filter(
    (each) => ['failed', 'unclear'].includes(each.verdict.outcome) && rateOf(each) >= high * 0.999,
  );
  return failing.toSorted((a, b) => rateOf(b) - rateOf(a)).at(-1);
}

function qualityOf(facts: CapacityFacts): CapacityQuality | undefined {
  const steps = basis(facts);
  const { requests, failed, slow } = together(steps);
  if (requests === 0) return undefined;
  const latency = mergeHistograms(steps.map((step) => step.latency));
  const [only] = steps;
  const quantile = (at: number) => {
    const value = quantileMs(latency, Math.min(1, Math.max(0, at)));
    return value === undefined ? null : Math.round(value * 100) / 100;
  };
  // Ranks between which the 99th percentile lies in 95 % of samples of this size (normal approximation of the binomial).
  const spread = 1.96 * Math.sqrt((0.99 * 0.01) / countOf(latency));
  const isOne = steps.length === 1 && only !== undefined;
  return {
    perSecond: Math.max(...steps.map(({ perSecond }) => perSecond)),
    requests,
    failed,
    slow,
    p50Ms: isOne ? only.p50Ms : quantile(0.5),
    p99Ms: isOne ? only.p99Ms : quantile(0.99),
    // The lower end of its bucket: the upper one is what `quantileMs` tells.
    p99LowMs: lowered(quantile(0.99 - spread)),
    p99HighMs: quantile(0.99 + spread),
  };
}

/** Buckets are 2^(1/8) wide. */
const lowered = (value: number | null) =>
  value === null ? null : Math.round((value / 2 ** (1 / 8)) * 100) / 100;
const percent = (ratio: number) => `${Number((ratio * 100).toFixed(2))} %`;
const count = (value: number) => value.toLocaleString('en-US');
const ms = (value: number) => `${Number(value.toFixed(1)).toLocaleString('en-US')} ms`;
