import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { fewerSubnetsThanRegions } from './fewer-subnets-than-regions.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  fewerSubnetsThanRegions.check(withChange(arborKumori, change), '2026-11-23');

describe('fewer-subnets-than-regions', () => {
  it('counts regions that run servers', () => {
    const found = check();
    expect(found[0]?.arithmetic).toBe('2 private subnets < 3 regions; with two zones each: 3 × 2 = 6');
  });

  it('is silent with a subnet for each', () => {
    expect(
      check((platform) => {
        platform.network!.vpc.subnets.private.push('10.0.103.0/24');
      }),
    ).toEqual([]);
  });

  it('has nothing to say without a network', () => {
    expect(
      check((platform) => {
        delete platform.network;
      }),
    ).toEqual([]);
  });
});
