import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { canaryBelowOneInstance } from './canary-below-one-instance.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  canaryBelowOneInstance.check(withChange(arborKumori, change), '2026-11-23');

describe('canary-below-one-instance', () => {
  it('takes the share of every service at its minimum', () => {
    const found = check();
    expect(found.map(({ arithmetic }) => arithmetic)).toEqual([
      '5 % × 3 instances = 0.15 < 1; traffic of an instance: 5 % canary, 31.7 % baseline, 6.3 times as much',
      '5 % × 2 instances = 0.1 < 1; traffic of an instance: 5 % canary, 47.5 % baseline, 9.5 times as much',
    ]);
  });

  it('leaves out a service with enough instances', () => {
    const found = check((platform) => {
      platform.services[0]!.scaling.minInstances = 20;
    });
    expect(found).toHaveLength(1);
  });

  it('is silent when the share is whole instances', () => {
    expect(
      check((platform) => {
        platform.delivery.canary!.percent = 50;
      }),
    ).toEqual([]);
  });
});
