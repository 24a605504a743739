import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { backupIntervalLosesWrites } from './backup-interval-loses-writes.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  backupIntervalLosesWrites.check(withChange(arborKumori, change), '2026-11-23');

describe('backup-interval-loses-writes', () => {
  it('says how much the last backup lacks', () => {
    const found = check();
    expect(found[0]?.arithmetic).toBe('writes lost when a backup is restored: those of up to 60 min > 0');
    expect(found[0]?.message).toContain('database_failure and security_incident');
  });

  it('follows the frequency', () => {
    const found = check((platform) => {
      platform.backups.database!.frequency = 'daily';
    });
    expect(found[0]?.arithmetic).toContain('1440 min');
  });

  it('is silent with point-in-time restore', () => {
    expect(
      check((platform) => {
        platform.backups.database!.pointInTime = true;
      }),
    ).toEqual([]);
  });

  it('is silent where only the loss of a region is promised', () => {
    expect(
      check((platform) => {
        platform.failover.automatic = ['region_failure'];
        platform.failover.manual = ['maintenance'];
      }),
    ).toEqual([]);
  });
});
