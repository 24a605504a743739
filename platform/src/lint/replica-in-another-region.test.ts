import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { replicaInAnotherRegion } from './replica-in-another-region.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  replicaInAnotherRegion.check(withChange(arborKumori, change), '2026-11-23');

describe('replica-in-another-region', () => {
  it('names every region that is to hold a replica', () => {
    const found = check();
    expect(found.map(({ path }) => path)).toEqual(['regions[1].database', 'regions[2].database']);
    expect(found[0]?.message).toContain('eu-west-1 has no data when us-east-1 is lost');
  });

  it('is silent on servers that stream to other regions', () => {
    expect(
      check((platform) => {
        platform.database.provider = 'PostgreSQL';
      }),
    ).toEqual([]);
  });

  it('is silent where nothing is replicated', () => {
    expect(
      check((platform) => {
        platform.regions = platform.regions.slice(0, 1);
      }),
    ).toEqual([]);
  });
});
