import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { spotNoticeShorterThanJob } from './spot-notice-shorter-than-job.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  spotNoticeShorterThanJob.check(withChange(arborKumori, change), '2026-11-23');

describe('spot-notice-shorter-than-job', () => {
  it('compares the longest job with the notice', () => {
    const found = check();
    expect(found[0]?.arithmetic).toBe(
      '1800 s > 120 s of notice: the last 93.3 % of the longest job cannot be finished',
    );
  });

  it('is silent with jobs that can be finished', () => {
    expect(
      check((platform) => {
        platform.workers[0]!.timeoutSeconds = 120;
      }),
    ).toEqual([]);
  });

  it('is silent without spot instances', () => {
    expect(
      check((platform) => {
        platform.cost.optimization!.compute!.spotPercent = 0;
      }),
    ).toEqual([]);
  });
});
