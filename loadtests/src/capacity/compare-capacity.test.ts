import type { CapacityAnswer, Knee, VerdictDocument } from '@attest/evidence';
import { describe, expect, it } from 'vitest';
import { capacitySummary } from './capacity-summary.js';
import { compareCapacity } from './compare-capacity.js';

const knee = (value: number | null, low: number | null, high: number | null, lowerBound = false): Knee => ({
  value,
  low,
  high,
  unit: 'requests/s',
  lowerBound,
});

const quality = {
  perSecond: 40,
  requests: 4000,
  failed: 8,
  slow: 4,
  p50Ms: 40,
  p99Ms: 120,
  p99LowMs: 110,
  p99HighMs: 130,
};

const answer = (found: Knee, change: Partial<CapacityAnswer> = {}): CapacityAnswer => ({
  service: 'api',
  url: 'http://x',
  profile: 'knee',
  revision: null,
  knee: found,
  quality,
  reason: 'The promises hold up to 196 requests/s; at 201/s the backlog grew.',
  defects: [],
  ...change,
});

const run = (capacity: CapacityAnswer): VerdictDocument => ({
  schema: 'attest.verdict/v1',
  run: '20260102T030405Z-capacity-api-knee-ab12',
  kind: 'capacity',
  target: 'staging',
  environment: 'staging',
  revision: 'x',
  startedAt: '2026-01-02T03:04:05.000Z',
  durationSeconds: 100,
  claims: [],
  capacity,
  summary: { held: 0, broken: 0, inconclusive: 0 },
});

const none = knee(null, null, null);

describe('a run against the one before', () => {
  it.each([
    ['another knee', knee(196, 194, 201), knee(150, 148, 155), true, /−|\+30.7 %\), more than noise/],
    [
      'the same knee, nearly',
      knee(196, 194, 201),
      knee(199, 197, 204),
      false,
      /−1.5 %\), no more than noise/,
    ],
    ['a lower bound', knee(500, 498, null, true), knee(199, 197, 204), false, /lower bound/],
    ['a knee that is gone', none, knee(199, 197, 204), true, /only then, at 199/],
  ])('says of %s whether it is more than noise', (_what, now, then, isDifferent, says) => {
    const comparison = compareCapacity(answer(now), run(answer(then)));
    expect(comparison?.isDifferent).toBe(isDifferent);
    expect(comparison?.sentence).toMatch(says);
  });

  it('compares profiles by failures and p99, each with its interval', () => {
    const slower = { ...quality, p99Ms: 180, p99LowMs: 165, p99HighMs: 196 };
    expect(compareCapacity(answer(none, { quality: slower }), run(answer(none)))?.sentence).toMatch(
      /p99 went from 120 to 180 ms, more than noise/,
    );
    const worse = { ...quality, failed: 120 };
    expect(compareCapacity(answer(none, { quality: worse }), run(answer(none)))?.sentence).toMatch(
      /failures went from 0.2 % to 3 %/,
    );
    expect(compareCapacity(answer(none), run(answer(none)))).toMatchObject({ isDifferent: false });
    expect(compareCapacity(answer(none, { quality: null }), run(answer(none)))?.sentence).toMatch(
      /measured nothing/,
    );
  });
});

describe('the summary for a pull request', () => {
  it('is one paragraph with the answer first', () => {
    const text = capacitySummary(run(answer(knee(196, 194, 201))));
    expect(text).toMatch(/^\*\*api\*\* on staging bears \*\*196 requests\/s\*\* \(between 194 and 201\)/);
    expect(text).not.toContain('\n');
  });

  it('says what keeps it from being conclusive', () => {
    const text = capacitySummary(run(answer(none, { defects: ['the clock jumped'] })));
    expect(text).toMatch(/Not conclusive, because the clock jumped/);
  });
});
