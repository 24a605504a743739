import { describe, expect, it } from 'vitest';
import type { Machine } from '../evidence.js';
import type { ClaimVerdict, VerdictDocument, VerdictWord } from '../verdict.js';
import type { Conditions, EarlierRun } from './earlier-run.js';
import { regressionsOf } from './regressions.js';

const machine = { system: 'linux', cpus: 2 } as unknown as Machine;
const alone: Conditions = { machine, atOnce: 1 };

const duration = (value: number | null, verdict: VerdictWord = 'held') =>
  ({
    id: 'failover.duration',
    promised: { op: '<', value: 120, unit: 'seconds' },
    measured: { value, unit: 'seconds' },
    verdict,
  }) as ClaimVerdict;
const served = (value: number) =>
  ({
    id: 'expectation.served',
    promised: { op: '>=', value: 0.95, unit: 'ratio' },
    measured: { value, unit: 'ratio' },
    verdict: 'held',
  }) as ClaimVerdict;

const run = (claim: ClaimVerdict, day = 1, conditions: Conditions | undefined = alone): EarlierRun => ({
  verdict: {
    startedAt: `2026-05-${String(day).padStart(2, '0')}T08:00:00Z`,
    claims: [claim],
  } as unknown as VerdictDocument,
  conditions,
});
const twenty = (claim: (index: number) => ClaimVerdict, conditions = alone) =>
  Array.from({ length: 20 }, (_, index) => run(claim(index), index + 1, conditions));

const told = (
  claim: ClaimVerdict,
  earlier: readonly EarlierRun[],
  conditions: Conditions | undefined = alone,
) => regressionsOf({ claims: [claim] }, conditions, earlier).map(({ sentence }) => sentence);

describe('what is worse than before', () => {
  it('is a claim that held when it was last judged, and is broken or not judged now', () => {
    const earlier = [run(duration(10), 3), run(duration(12), 4), run(duration(null, 'inconclusive'), 5)];
    expect(told(duration(130, 'broken'), earlier)).toEqual([
      'It held in the 2 runs before, last on 2026-05-04, and is broken now.',
    ]);
    expect(told(duration(null, 'inconclusive'), earlier)).toEqual([
      'It held in the 2 runs before, last on 2026-05-04, and could not be judged now.',
    ]);
  });

  it('is not what was broken before', () => {
    expect(told(duration(130, 'broken'), [run(duration(10)), run(duration(125, 'broken'), 2)])).toEqual([]);
    expect(told(duration(130, 'broken'), [])).toEqual([]);
  });

  it('says how often it held when it did not always', () => {
    const earlier = [run(duration(125, 'broken')), run(duration(10), 2)];
    expect(told(duration(130, 'broken'), earlier)[0]).toContain('It held in 1 of the 2 runs before');
  });

  it('is a figure beyond those of all runs, of which there must be enough', () => {
    const earlier = twenty((index) => duration(8 + index / 10));
    expect(told(duration(12), earlier)).toEqual([
      '12 seconds is more than in each of the 20 runs before on this machine (half of them within 8.9 seconds, at most 9.9 seconds). By chance it happens once in 21.',
    ]);
    expect(told(duration(9.9), earlier), 'as bad as the worst').toEqual([]);
    expect(told(duration(12), earlier.slice(0, 18)), 'too few').toEqual([]);
  });

  it('knows which way is worse', () => {
    const earlier = twenty((index) => served(1 - index / 1000));
    expect(told(served(0.97), earlier)[0]).toMatch(/^0.97 is less than in each of the 20 runs/);
    expect(told(served(1), earlier)).toEqual([]);
  });

  it('holds no figures against those of another machine, or of a run among others', () => {
    const earlier = twenty(() => duration(8));
    expect(told(duration(12), earlier, { machine, atOnce: 3 })).toEqual([]);
    expect(told(duration(12), earlier, { machine: { ...machine, cpus: 4 }, atOnce: 1 })).toEqual([]);
    expect(regressionsOf({ claims: [duration(12)] }, undefined, earlier), 'nobody knows which').toEqual([]);
  });
});
