import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { withChange } from './testing/with-change.js';
import { utilizationTargetsDisagree } from './utilization-targets-disagree.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  utilizationTargetsDisagree.check(withChange(arborKumori, change), '2026-11-23');

describe('utilization-targets-disagree', () => {
  it('finds the service that has another target', () => {
    const found = check();
    expect(found.map(({ path }) => path)).toEqual(['services[1].scaling.targetCpuPercent']);
    expect(found[0]?.arithmetic).toContain('75 % ≠ 70 %; instances for the same load: 33');
  });

  it('is silent when they agree', () => {
    expect(
      check((platform) => {
        platform.services[1]!.scaling.targetCpuPercent = 70;
      }),
    ).toEqual([]);
  });

  it('is silent without a target of the cost strategy', () => {
    expect(
      check((platform) => {
        delete platform.cost.optimization!.compute!.autoScaling;
      }),
    ).toEqual([]);
  });
});
