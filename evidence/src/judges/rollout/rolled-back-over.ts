import type { JudgedClaim } from '../../verdict.js';
import { type ClaimJudge, type Finding, unmeasured } from '../finding.js';
import { keepsNumber, promisedTime } from '../promise.js';
import { p99Bucket } from './p99-bucket.js';
import { type RolloutFacts, rolloutFacts, totalOf } from './rollout-facts.js';

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** A release with more errors than are accepted is rolled back, and for that reason. One with fewer puts nothing to the test. */
export const rolledBackOverErrors: ClaimJudge = {
  reads: ['rollout'],
  violationStandsDespite: ['generator-dropped', 'interrupted'],
  judge(claim, facts) {
    const rollout = rolloutFacts(facts);
    const { begun, measured } = rollout;
    const { requests, errors } = totalOf(measured, 'canary');
    if (begun === undefined || requests === 0)
      return unmeasured(claim, 'No request of a new release was measured.');
    const ratio = errors / requests;
    const seen = `${errors} of ${requests} requests to ${begun.canary} failed (${percent(ratio)})`;
    if (keepsNumber(claim.promised, ratio))
      return unmeasured(claim, `${seen}, which is no reason to roll it back.`, measured);
    return decided(claim, rollout, {
      metric: 'error_rate',
      value: Math.round(ratio * 1e4) / 1e4,
      seen,
      accepted: `more than ${percent(Number(claim.promised.value))} are not accepted`,
    });
  },
};

/** The same for the 99th percentile of latency, where it is certainly above: the whole bucket that holds it is. */
export const rolledBackOverLatency: ClaimJudge = {
  reads: ['rollout'],
  violationStandsDespite: ['generator-dropped', 'interrupted'],
  judge(claim, facts) {
    const rollout = rolloutFacts(facts);
    const { begun, measured } = rollout;
    const promised = promisedTime(claim);
    if (promised === undefined) return unmeasured(claim, 'The promise is no time that can be compared.');
    const bucket = p99Bucket(measured.map(({ canary }) => canary.latency));
    if (begun === undefined || bucket === undefined)
      return unmeasured(claim, 'No latency of a new release was measured.');
    const [lowMs, highMs] = [bucket.low * 1000, bucket.high * 1000];
    const isOpen = !Number.isFinite(highMs);
    const { requests } = totalOf(measured, 'canary');
    const seen = `Of ${requests} requests to ${begun.canary} the 99th percentile took ${isOpen ? `more than ${lowMs} ms` : `${lowMs} to ${highMs} ms`}`;
    // Times are more than the lower end of their bucket, so that a bucket which begins at the promise is above it.
    if (!isOpen && promised.keeps(highMs))
      return unmeasured(claim, `${seen}, which is no reason to roll it back.`, measured);
    if (lowMs < Number(claim.promised.value))
      return unmeasured(
        claim,
        `${seen}, so nobody knows on which side of ${promised.text} it was.`,
        measured,
      );
    return decided(claim, rollout, {
      metric: 'latency',
      value: promised.value(isOpen ? lowMs : highMs),
      seen,
      accepted: `${promised.text} is promised`,
    });
  },
};

interface Violation {
  readonly metric: string;
  readonly value: number;
  readonly seen: string;
  readonly accepted: string;
}

/** What became of a release that had to be rolled back. */
function decided(
  claim: JudgedClaim,
  { begun, ended, notified, measured }: RolloutFacts,
  { metric, value, seen, accepted }: Violation,
): Finding {
  const known = { value, unit: claim.promised.unit };
  if (ended?.outcome === 'promoted') {
    return {
      outcome: 'broken',
      measured: known,
      reason: `${seen}, and it was promoted.`,
      basedOn: [...measured, ended],
    };
  }
  if (begun === undefined || ended?.outcome !== 'rolled-back' || notified === undefined)
    return unmeasured(claim, `${seen}; the run ended before it was decided on.`, measured);
  if (notified.metric !== metric)
    return unmeasured(claim, `${seen}, but ${notified.metric} was what it was rolled back for.`, [notified]);
  const after = (measured.at(-1)?.untilSeconds ?? 0).toFixed(0);
  return {
    outcome: 'held',
    measured: known,
    reason: `${seen}; ${accepted}, and it was rolled back ${after} s after it got its first request.`,
    basedOn: [begun, ...measured, notified, ended],
  };
}
