import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { backupSharesTakeoverRegion } from './backup-shares-takeover-region.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  backupSharesTakeoverRegion.check(withChange(arborKumori, change), '2026-11-23');

describe('backup-shares-takeover-region', () => {
  it('counts the copies that are left away from the database', () => {
    const found = check();
    expect(found[0]?.arithmetic).toBe(
      'backup locations: 2 (us-east-1, eu-west-1); away from the database after a failover: 0 < 1',
    );
    expect(found[0]?.remedy).toContain('ap-southeast-1');
  });

  it('is silent with a copy in a third region', () => {
    expect(
      check((platform) => {
        platform.backups.database!.locations.push({ role: 'secondary', region: 'ap-southeast-1' });
      }),
    ).toEqual([]);
  });
});
