import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { gpuMinimumOverBudget } from './gpu-minimum-over-budget.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  gpuMinimumOverBudget.check(withChange(arborKumori, change), '2026-11-23');

describe('gpu-minimum-over-budget', () => {
  it('multiplies the minimum by the dated price and the hours of a day', () => {
    const found = check();
    expect(found.map(({ path }) => path)).toEqual(['gpu.clusters[0].minInstances']);
    expect(found[0]?.arithmetic).toContain('10 × 5.04 USD/h × 24 h = 1209.60 USD/day > 1000 USD/day');
    expect(found[0]?.sources[0]).toMatchObject({
      url: 'https://replicate.com/pricing',
      retrieved: '2026-11-23',
    });
  });

  it('follows the price, not a number of its own', () => {
    const found = check((platform) => {
      platform.prices[0]!.usd = 6;
    });
    expect(found[0]?.arithmetic).toContain('10 × 6 USD/h × 24 h = 1440.00 USD/day');
  });

  it('is silent when the minimum fits into the budget', () => {
    expect(
      check((platform) => {
        platform.gpu!.clusters[0]!.minInstances = 8;
      }),
    ).toEqual([]);
  });

  it('is silent exactly at the budget', () => {
    expect(
      check((platform) => {
        platform.gpu!.clusters[0]!.minInstances = 5;
        platform.prices[0]!.usd = 1000 / 5 / 24;
      }),
    ).toEqual([]);
  });

  it('does not take an unknown price for none', () => {
    expect(
      check((platform) => {
        platform.prices = [];
      }),
    ).toEqual([]);
  });

  it('has nothing to say without GPUs', () => {
    expect(
      check((platform) => {
        delete platform.gpu;
      }),
    ).toEqual([]);
  });
});
