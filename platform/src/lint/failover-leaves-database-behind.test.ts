import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { failoverLeavesDatabaseBehind } from './failover-leaves-database-behind.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  failoverLeavesDatabaseBehind.check(withChange(arborKumori, change), '2026-11-23');

describe('failover-leaves-database-behind', () => {
  it('counts the steps that promote or fence', () => {
    const found = check();
    expect(found[0]?.arithmetic).toContain('0 of 5 (detect_failure');
    expect(found[0]?.message).toContain('the read replica in eu-west-1');
  });

  it('is silent with a step that promotes', () => {
    expect(
      check((platform) => {
        platform.failover.steps.splice(2, 0, 'fence_old_primary', 'promote_replica');
      }),
    ).toEqual([]);
  });

  it('is silent where the region that takes over has a primary of its own', () => {
    expect(
      check((platform) => {
        platform.regions[1]!.database = 'primary';
      }),
    ).toEqual([]);
  });
});
