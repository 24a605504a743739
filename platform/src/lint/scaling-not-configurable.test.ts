import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { scalingNotConfigurable } from './scaling-not-configurable.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  scalingNotConfigurable.check(withChange(arborKumori, change), '2026-11-23');

describe('scaling-not-configurable', () => {
  it('finds every service that the provider scales by itself', () => {
    const found = check();
    expect(found.map(({ path }) => path)).toEqual(['services[0].scaling', 'services[1].scaling']);
    expect(found[0]?.arithmetic).toContain('30000 ÷ 50 = 600 times the maximum');
  });

  it('is silent on Kubernetes', () => {
    expect(
      check((platform) => {
        for (const service of platform.services) service.deployment = 'Kubernetes';
      }),
    ).toEqual([]);
  });
});
