import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { takeoverHasFewerGpus } from './takeover-has-fewer-gpus.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  takeoverHasFewerGpus.check(withChange(arborKumori, change), '2026-11-23');

describe('takeover-has-fewer-gpus', () => {
  it('compares what is left with what was lost', () => {
    const found = check();
    expect(found[0]?.path).toBe('gpu.clusters[1].maxInstances');
    expect(found[0]?.arithmetic).toContain('25 < 50; left after the loss: 25 ÷ (50 + 25) = 33.3 %');
    expect(found[0]?.message).toContain('A100, V100');
  });

  it('finds a region that has none', () => {
    const found = check((platform) => {
      platform.gpu!.clusters.pop();
    });
    expect(found[0]).toMatchObject({ path: 'gpu.clusters' });
    expect(found[0]?.arithmetic).toContain('0 < 50');
  });

  it('is silent where the region that takes over has as many', () => {
    expect(
      check((platform) => {
        platform.gpu!.clusters[1]!.maxInstances = 50;
      }),
    ).toEqual([]);
  });
});
