import { describe, expect, it } from 'vitest';
import type { BreakerState } from '../breaker.js';
import type { BreakerEvidence, Evidence } from '../evidence.js';
import { at, numbered, sampleRun, sampleTimes } from '../testing/sample-run.js';
import type { JudgedClaim, VerdictWord } from '../verdict.js';
import { judge } from './judge.js';

const claim: JudgedClaim = {
  id: 'environments.production.high-availability.circuit-breakers',
  promised: { op: 'is', value: true, unit: '' },
  statement: '',
  section: '',
};

const { intentT, effectiveT, undoT, endT } = sampleTimes;
const lookMs = 5000;

/** The sample run with a failover, and as one that was endured. */
const failedOver: readonly Evidence[] = sampleRun();
const endured = failedOver.filter(({ kind }) => kind !== 'failover' && kind !== 'notification');

/** What a breaker says of itself: one call a second, whose fate changes at these times. */
interface Life {
  readonly opensT?: number;
  readonly closesT?: number;
  /** While it is open calls are made all the same. */
  readonly leaks?: boolean;
  readonly untilT?: number;
  /** While the fault is there. */
  readonly fails?: boolean;
  readonly callsPerSecond?: number;
  /** At its beginning its process begins anew, and counts from 0. */
  readonly restartsT?: number;
}

function breaker(instance: string, life: Life): Evidence {
  const { opensT = Infinity, closesT = Infinity, untilT = undoT + 40_000, fails = true } = life;
  const samples: BreakerEvidence['samples'][number][] = [];
  let counts = { success: 0, failure: 0, rejected: 0 };
  for (let t = intentT - 20_000; t <= untilT; t += 1000) {
    const open = t >= opensT && t < closesT;
    const fate =
      open && !life.leaks ? 'rejected' : fails && t >= effectiveT && t < undoT ? 'failure' : 'success';
    if (t === life.restartsT) counts = { success: 0, failure: 0, rejected: 0 };
    counts = { ...counts, [fate]: counts[fate] + (life.callsPerSecond ?? 1) };
    const state: BreakerState = open ? 'open' : 'closed';
    if (t % lookMs === 0) samples.push({ t, state, ...counts });
  }
  return at(endT, {
    kind: 'breaker',
    name: 'vendor',
    service: 'worker',
    region: 'us-east-1',
    instance,
    samples,
  });
}

const works = { opensT: 46_000, closesT: undoT + 4000 };

const cases: [string, readonly Evidence[], VerdictWord, RegExp][] = [
  [
    'is held by one that opens, sheds and closes',
    [...endured, breaker('w-1', works)],
    'held',
    /opened within 9\.6 s of the proven effect, in 1 of 1 instances; of \d+ calls .* were not made \(9\d %\); .* closed \d\.\d s after/,
  ],
  [
    'is held where some instances had no reason to open',
    [...endured, breaker('w-1', works), breaker('w-2', { fails: false })],
    'held',
    /in 1 of 2 instances/,
  ],
  [
    'is held by one that was open only between two looks, which its refusals give away',
    [...endured, breaker('w-1', { opensT: 51_000, closesT: 54_000 })],
    'held',
    /were not made/,
  ],
  [
    'is held when another takes over and is called instead',
    [...failedOver, breaker('w-1', { opensT: 46_000, closesT: 56_000 })],
    'held',
    /closed 6\.5 s after/,
  ],
  [
    'is held although the process began anew meanwhile',
    [...endured, breaker('w-1', { ...works, restartsT: 65_000 })],
    'held',
    /were not made \(9\d %\)/,
  ],
  [
    'is broken by one that never opens',
    [...endured, breaker('w-1', {})],
    'broken',
    /never opened; .* 5\d calls failed, which is a reason/,
  ],
  [
    'is broken by one that never closes',
    [...endured, breaker('w-1', { opensT: 46_000 })],
    'broken',
    /in 1 it was still open when it was last seen, \d\d\.\d s after those whom/,
  ],
  [
    'is broken by one of two that never closes',
    [...endured, breaker('w-1', works), breaker('w-2', { opensT: 46_000 })],
    'broken',
    /in 2 of 2 instances; .* in 1 it was still open/,
  ],
  [
    'is broken by one that opens and lets everything through',
    [...endured, breaker('w-1', { ...works, leaks: true })],
    'broken',
    /all of \d+ calls were made all the same/,
  ],
  ['proves nothing when none was seen', endured, 'inconclusive', /No circuit breaker was seen/],
  [
    'proves nothing when nothing failed',
    [...endured, breaker('w-1', { fails: false })],
    'inconclusive',
    /may be too few/,
  ],
  [
    'proves nothing when it was open before',
    [...endured, breaker('w-1', { opensT: intentT - 10_000, closesT: undoT })],
    'inconclusive',
    /was not closed before the fault/,
  ],
  [
    'proves nothing when nobody called while it was open',
    [...endured, breaker('w-1', { ...works, callsPerSecond: 0 })],
    'inconclusive',
    /nobody called meanwhile/,
  ],
  [
    'proves nothing when it was not watched long enough to have closed',
    [...endured, breaker('w-1', { opensT: 46_000, untilT: undoT + 9000 })],
    'inconclusive',
    /too soon to say/,
  ],
  [
    'proves nothing without a proven effect',
    [
      ...endured.filter((line) => !(line.kind === 'fault' && line.phase === 'effective')),
      breaker('w-1', works),
    ],
    'inconclusive',
    /no proven effect/,
  ],
];

describe('circuit breakers', () => {
  it.each(cases)('%s', (_name, lines, verdict, reason) => {
    expect(judge([claim], numbered(lines)).claims[0]).toMatchObject({
      verdict,
      reason: expect.stringMatching(reason),
    });
  });
});
