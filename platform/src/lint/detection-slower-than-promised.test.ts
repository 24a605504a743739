import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { detectionSlowerThanPromised } from './detection-slower-than-promised.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  detectionSlowerThanPromised.check(withChange(arborKumori, change), '2026-11-23');

describe('detection-slower-than-promised', () => {
  it('adds the interval and every time-out of the default check', () => {
    const found = check();
    expect(found[0]?.arithmetic).toContain('60 s interval + 5 s timeout × (1 + 2 retries) = 75 s ≥ 30 s');
  });

  it('judges the check that the design sets', () => {
    const found = check((platform) => {
      platform.failover.healthCheck = { intervalSeconds: 20, timeoutSeconds: 5, retries: 1 };
    });
    expect(found[0]?.arithmetic).toContain('20 s interval + 5 s timeout × (1 + 1 retries) = 30 s ≥ 30 s');
  });

  it('is silent with a check that is fast enough', () => {
    expect(
      check((platform) => {
        platform.failover.healthCheck = { intervalSeconds: 10, timeoutSeconds: 5, retries: 1 };
      }),
    ).toEqual([]);
  });

  it('has nothing to say about an edge that it does not know', () => {
    expect(
      check((platform) => {
        delete platform.infrastructure;
        platform.environments.production.infrastructure = { edge: 'our own' };
      }),
    ).toEqual([]);
  });
});
