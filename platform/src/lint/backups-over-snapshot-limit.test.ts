import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { backupsOverSnapshotLimit } from './backups-over-snapshot-limit.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  backupsOverSnapshotLimit.check(withChange(arborKumori, change), '2026-11-23');

describe('backups-over-snapshot-limit', () => {
  it('adds up the generations', () => {
    const found = check();
    expect(found[0]?.arithmetic).toBe('24 hourly + 7 daily + 4 weekly + 12 monthly = 47 > 10');
    expect(found[0]?.message).toContain('must be confirmed');
  });

  it('is silent at the limit', () => {
    expect(
      check((platform) => {
        platform.backups.database!.retention = { hourly: 0, daily: 5, weekly: 3, monthly: 2 };
      }),
    ).toEqual([]);
  });

  it('is silent where the provider has no limit that is known', () => {
    expect(
      check((platform) => {
        platform.database.provider = 'PostgreSQL';
      }),
    ).toEqual([]);
  });
});
