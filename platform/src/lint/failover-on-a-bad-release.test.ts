import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { failoverOnABadRelease } from './failover-on-a-bad-release.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  failoverOnABadRelease.check(withChange(arborKumori, change), '2026-11-23');

describe('failover-on-a-bad-release', () => {
  it('finds the first stage at which a broken revision starts a failover', () => {
    const found = check();
    expect(found[0]?.path).toBe('failover.automatic[1]');
    expect(found[0]?.arithmetic).toContain(
      '10 % of the traffic × 100 % errors = 10 % > 5 %; failover after 30 s < 900 s',
    );
  });

  it('follows the stages', () => {
    const found = check((platform) => {
      platform.delivery.gradual!.stagesPercent = [2, 40, 100];
    });
    expect(found[0]?.arithmetic).toContain('40 % of the traffic');
  });

  it('is silent where errors start no failover', () => {
    expect(
      check((platform) => {
        platform.failover.automatic = ['region_failure'];
      }),
    ).toEqual([]);
  });
});
