import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { databaseMemoryOvercommitted } from './database-memory-overcommitted.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  databaseMemoryOvercommitted.check(withChange(arborKumori, change), '2026-11-23');

describe('database-memory-overcommitted', () => {
  it('multiplies connections by work_mem and by what a hash may take', () => {
    const found = check();
    expect(found[0]?.arithmetic).toBe(
      '4 GiB shared_buffers + 200 × 32 MiB × 2 (hash_mem_multiplier) = 16.5 GiB > 4 GiB ÷ 0.25 = 16 GiB',
    );
    expect(found[0]?.remedy).toContain('at most 15 MB');
  });

  it('is silent when all of it just fits', () => {
    expect(
      check((platform) => {
        platform.database.settings.maxConnections = 192;
      }),
    ).toEqual([]);
  });

  it('has nothing to say about settings that are not set', () => {
    expect(
      check((platform) => {
        delete platform.database.settings.workMemMib;
      }),
    ).toEqual([]);
  });
});
