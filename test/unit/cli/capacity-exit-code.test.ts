import type { Knee } from '@attest/evidence';
import { describe, expect, it } from 'vitest';
import { capacityExitCode } from '../../../cli/src/capacity/capacity-exit-code.js';

const knee = (value: number | null, high: number | null, lowerBound = false) => ({
  knee: { value, low: value, high, unit: 'requests/s', lowerBound } satisfies Knee,
  defects: [] as string[],
});
const search = { profile: 'knee', promisedRate: 100 };
const breakpoint = { profile: 'breakpoint' };

describe('the exit code of a capacity run', () => {
  it.each([
    ['0 where the promised rate held', 0, search, knee(120, 124), 0],
    ['1 where a rate below the promised one failed', 0, search, knee(80, 83), 1],
    ['3 where the promised rate lies between what held and what failed', 0, search, knee(80, 160), 3],
    [
      '3 where nothing failed, but the search ended below the promised rate',
      0,
      search,
      knee(80, null, true),
      3,
    ],
    ['3 where no rate held and nothing is known', 0, search, knee(null, null), 3],
    ['1 where a claim is broken, whatever the knee', 1, search, knee(120, 124), 1],
    ['3 where a claim is inconclusive', 3, search, knee(120, 124), 3],
    ['the one of the claims where nothing else was asked', 0, { profile: 'knee' }, knee(80, null, true), 0],
    ['0 for a breakpoint that was found, whatever the claims', 1, breakpoint, knee(80, 83), 0],
    ['3 for a breakpoint of which only a lower bound is known', 0, breakpoint, knee(80, null, true), 3],
  ] as const)('is %s', (_, claims, asked, capacity, code) => {
    expect(capacityExitCode(claims, asked, capacity)).toBe(code);
  });

  it('is not 1 for a knee of a run that has defects', () => {
    expect(capacityExitCode(3, search, { ...knee(80, 83), defects: ['the clock jumped'] })).toBe(3);
  });
});
