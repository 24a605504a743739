import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { blueGreenDoublesMinimum } from './blue-green-doubles-minimum.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  blueGreenDoublesMinimum.check(withChange(arborKumori, change), '2026-11-23');

describe('blue-green-doubles-minimum', () => {
  it('doubles what is always on', () => {
    const found = check();
    expect(found[0]?.path).toBe('delivery.practices[0]');
    expect(found[0]?.arithmetic).toBe('2 × (10 × 5.04 USD/h × 24 h) = 2419.20 USD/day > 1000 USD/day');
  });

  it('is silent without the practice', () => {
    expect(
      check((platform) => {
        platform.delivery.practices.shift();
      }),
    ).toEqual([]);
  });

  it('is silent when twice the minimum can be paid', () => {
    expect(
      check((platform) => {
        platform.cost.monitoring!.dailyBudgetUsd = 2420;
      }),
    ).toEqual([]);
  });
});
