import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { objectStoreLacksFeature } from './object-store-lacks-feature.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  objectStoreLacksFeature.check(withChange(arborKumori, change), '2026-11-23');

describe('object-store-lacks-feature', () => {
  it('finds each feature that is promised and not built', () => {
    const found = check();
    expect(found.map(({ path }) => path)).toEqual([
      'backups.storage.replication',
      'backups.storage.versioning',
    ]);
  });

  it('finds only what is promised', () => {
    const found = check((platform) => {
      platform.backups.storage!.versioning = false;
    });
    expect(found.map(({ path }) => path)).toEqual(['backups.storage.replication']);
  });

  it('is silent about a provider that has them', () => {
    expect(
      check((platform) => {
        platform.backups.storage!.provider = 'Amazon S3';
      }),
    ).toEqual([]);
  });
});
