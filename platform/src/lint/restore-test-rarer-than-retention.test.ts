import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { restoreTestRarerThanRetention } from './restore-test-rarer-than-retention.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  restoreTestRarerThanRetention.check(withChange(arborKumori, change), '2026-11-23');

describe('restore-test-rarer-than-retention', () => {
  it('finds the generations that expire between two tests', () => {
    const found = check();
    expect(found[0]?.arithmetic).toBe(
      'hourly 24 × 1 h = 1 d; daily 7 × 1 d = 7 d; weekly 4 × 7 d = 28 d; each < 30 d between tests',
    );
  });

  it('leaves out a generation that outlives the interval', () => {
    const found = check((platform) => {
      platform.backups.database!.retention.weekly = 5;
    });
    expect(found[0]?.arithmetic).not.toContain('weekly');
  });

  it('is silent with a daily test', () => {
    expect(
      check((platform) => {
        platform.backups.testing!.frequency = 'daily';
        platform.backups.database!.retention.hourly = 24;
      }),
    ).toEqual([]);
  });
});
