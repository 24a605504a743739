import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { gpuTypeNotOffered } from './gpu-type-not-offered.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  gpuTypeNotOffered.check(withChange(arborKumori, change), '2026-11-23');

describe('gpu-type-not-offered', () => {
  it('names the cluster whose type nobody rents', () => {
    const found = check();
    expect(found.map(({ path }) => path)).toEqual(['gpu.clusters[1].gpuType']);
    expect(found[0]?.arithmetic).toContain('instances that must always be on: 5, that can be had: 0');
  });

  it('is silent with a type that is on the list', () => {
    expect(
      check((platform) => {
        platform.gpu!.clusters[1]!.gpuType = 'L40S';
      }),
    ).toEqual([]);
  });

  it('does not know the list of every provider', () => {
    expect(
      check((platform) => {
        platform.gpu!.provider = 'our own';
      }),
    ).toEqual([]);
  });
});
