import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { replicasResetAutoscaling } from './replicas-reset-autoscaling.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  replicasResetAutoscaling.check(withChange(arborKumori, change), '2026-11-23');

describe('replicas-reset-autoscaling', () => {
  it('says what an apply at the peak takes away', () => {
    const found = check();
    expect(found[0]).toMatchObject({
      path: 'services[0].manifest.replicas',
      arithmetic: '50 → 3 replicas at an apply: −94 % of the capacity',
    });
  });

  it('is silent where nothing scales beyond the manifest', () => {
    expect(
      check((platform) => {
        platform.services[0]!.scaling.maxInstances = 3;
      }),
    ).toEqual([]);
  });

  it('is silent without a manifest', () => {
    expect(
      check((platform) => {
        delete platform.services[0]!.manifest;
      }),
    ).toEqual([]);
  });
});
