import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { stagingDeployedToProduction } from './staging-deployed-to-production.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  stagingDeployedToProduction.check(withChange(arborKumori, change), '2026-11-23');

describe('staging-deployed-to-production', () => {
  it('finds the step that deploys staging to production', () => {
    const found = check();
    expect(found[0]?.path).toBe('delivery.pipeline.jobs[1].steps[1]');
    expect(found[0]?.arithmetic).toBe('jobs that deploy with --prod: 2; jobs that may: 1');
    expect(found[0]?.message).toContain('nobody has merged');
  });

  it('is silent when staging is the target', () => {
    expect(
      check((platform) => {
        platform.delivery.pipeline!.jobs[1]!.steps[1]!.run = ['vercel deploy --target=staging'];
      }),
    ).toEqual([]);
  });
});
