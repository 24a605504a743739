import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { gpuRegionNotSelectable } from './gpu-region-not-selectable.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  gpuRegionNotSelectable.check(withChange(arborKumori, change), '2026-11-23');

describe('gpu-region-not-selectable', () => {
  it('finds clusters in several regions', () => {
    const found = check();
    expect(found[0]?.arithmetic).toBe(
      'regions in the design: 2; fields of a deployment that name a region: 0',
    );
  });

  it('is silent with one pool', () => {
    expect(
      check((platform) => {
        platform.gpu!.clusters.pop();
      }),
    ).toEqual([]);
  });

  it('is silent with a provider that has regions', () => {
    expect(
      check((platform) => {
        platform.gpu!.provider = 'our own';
      }),
    ).toEqual([]);
  });
});
