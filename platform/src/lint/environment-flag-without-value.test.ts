import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { environmentFlagWithoutValue } from './environment-flag-without-value.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  environmentFlagWithoutValue.check(withChange(arborKumori, change), '2026-11-23');

describe('environment-flag-without-value', () => {
  it('finds the flag that chooses nothing', () => {
    const found = check();
    expect(found[0]).toMatchObject({
      path: 'delivery.pipeline.jobs[1].steps[1].run[0]',
      remedy: 'name the environment: --target=staging',
    });
  });

  it('is silent about a variable with a value', () => {
    expect(
      check((platform) => {
        platform.delivery.pipeline!.jobs[1]!.steps[1]!.run = ['vercel --env STAGE=staging --target=staging'];
      }),
    ).toEqual([]);
  });
});
