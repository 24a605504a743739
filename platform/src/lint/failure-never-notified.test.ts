import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { failureNeverNotified } from './failure-never-notified.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  failureNeverNotified.check(withChange(arborKumori, change), '2026-11-23');

describe('failure-never-notified', () => {
  it('finds the report that only success makes', () => {
    const found = check();
    expect(found[0]?.path).toBe('delivery.pipeline.jobs[2].steps[2]');
    expect(found[0]?.arithmetic).toContain('outcomes reported: 1');
  });

  it('is silent when the step always runs', () => {
    expect(
      check((platform) => {
        platform.delivery.pipeline!.jobs[2]!.steps[2]!.if = 'always()';
      }),
    ).toEqual([]);
  });
});
