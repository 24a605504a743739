import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { productionDeployWithoutCanary } from './production-deploy-without-canary.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  productionDeployWithoutCanary.check(withChange(arborKumori, change), '2026-11-23');

describe('production-deploy-without-canary', () => {
  it('compares what the strategy says with what the job does', () => {
    const found = check();
    expect(found[0]?.path).toBe('delivery.pipeline.jobs[2]');
    expect(found[0]?.arithmetic).toBe(
      'traffic on the new revision after the deploy step: 100 % > 5 %; time to a verdict: 0 min < 90 min',
    );
  });

  it('is silent when the job shifts traffic in stages', () => {
    expect(
      check((platform) => {
        platform.delivery.pipeline!.jobs[2]!.steps.push({ run: ['attest canary judge --service api'] });
      }),
    ).toEqual([]);
  });

  it('is silent where no canary is promised', () => {
    expect(
      check((platform) => {
        delete platform.delivery.canary;
      }),
    ).toEqual([]);
  });
});
