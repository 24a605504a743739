import { type Assurance, assurances, doubt } from './assurances.js';
import type { CanaryPolicy } from './canary-policy.js';
import type { Evidence } from './evidence.js';
import { logSum } from './log-space.js';
import { p99Of } from './totals.js';

/** What is not known yet, in words. */
export interface Doubts {
  readonly open: readonly string[];
  readonly secondsMore: number | undefined;
}

const needed = Math.log(1 / doubt);

const assured = (evidence: Evidence, name: Assurance) =>
  logSum(
    evidence.assurances[name].map((wealth, at) => Math.log(assurances[name].weights[at] ?? 0) + wealth),
  ) / needed;

/** Whatever keeps a canary that shows nothing bad from being called good. */
export function doubtsOf(evidence: Evidence, policy: CanaryPolicy): Doubts {
  const { canary, baseline } = evidence.totals;
  if (canary.requests === 0) return { open: ['the canary got no request'], secondsMore: undefined };
  const level = (name: Assurance) => assured(evidence, name);
  /** Each with how far the evidence for it has come; 1 is enough. */
  const questions: [level: number, open: string][] = [
    [level('errors-below-threshold'), `that its error rate is below ${percent(policy.errorRate)}`],
  ];
  if (baseline.requests === 0) questions.push([0, 'how it compares, because the baseline got no request']);
  else {
    const alike = Math.max(level('errors-not-doubled'), level('errors-negligible'));
    questions.push([alike, "that its errors are not twice the baseline's"]);
  }
  if (policy.metrics.includes('latency') && canary.latency !== undefined) {
    const p99 = p99Of(canary);
    const seemsGood = p99 !== undefined && p99.high <= policy.latencyP99Seconds;
    const asGood = seemsGood ? level('tail-not-doubled') : 0;
    const question = `that its p99 is at most ${policy.latencyP99Seconds * 1000} ms`;
    questions.push([Math.max(level('latency-below-threshold'), asGood), question]);
  }
  const open = questions.filter(([reached]) => reached < 1);
  const least = Math.min(...open.map(([reached]) => reached));
  return {
    open: open.map(([, question]) => question),
    // Evidence grows evenly with the requests; what has hardly grown says nothing about when.
    secondsMore: open.length > 0 && least > 0.02 ? evidence.t * (1 / least - 1) : undefined,
  };
}

const percent = (share: number) => `${Number((share * 100).toPrecision(3))} %`;
