import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { connectionsBelowInstances } from './connections-below-instances.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  connectionsBelowInstances.check(withChange(arborKumori, change), '2026-11-23');

describe('connections-below-instances', () => {
  it('sums the instances of all services and compares them with what is free', () => {
    const found = check();
    expect(found[0]?.arithmetic).toContain(
      '50 + 30 = 80 instances × 10 (default pool) = 800 > 200 − 3 reserved = 197',
    );
    expect(found[0]?.arithmetic).toContain('197 ÷ 80 = 2.46');
    expect(found[0]?.message).toContain('3 queues');
  });

  it('is silent where every pool fits', () => {
    expect(
      check((platform) => {
        platform.database.settings.maxConnections = 803;
      }),
    ).toEqual([]);
  });
});
