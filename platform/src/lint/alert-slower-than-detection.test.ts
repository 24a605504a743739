import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { alertSlowerThanDetection } from './alert-slower-than-detection.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  alertSlowerThanDetection.check(withChange(arborKumori, change), '2026-11-23');

describe('alert-slower-than-detection', () => {
  it('adds the defaults of the monitoring', () => {
    const found = check((platform) => {
      delete platform.monitoring.intervals;
    });
    expect(found[0]?.arithmetic).toBe('60 s scrape + 60 s evaluation + 30 s group wait = 150 s ≥ 30 s');
    expect(found[0]?.sources).toHaveLength(2);
  });

  it('judges the intervals that the design sets', () => {
    const found = check((platform) => {
      platform.monitoring.intervals = { scrapeSeconds: 15, evaluationSeconds: 15, groupWaitSeconds: 0 };
    });
    expect(found[0]?.arithmetic).toContain('= 30 s ≥ 30 s');
  });

  it('is silent with intervals that are short enough', () => {
    expect(
      check((platform) => {
        platform.monitoring.intervals = { scrapeSeconds: 5, evaluationSeconds: 5, groupWaitSeconds: 0 };
      }),
    ).toEqual([]);
  });

  it('is silent where no alert starts a failover', () => {
    expect(
      check((platform) => {
        platform.failover.automatic = ['region_failure'];
      }),
    ).toEqual([]);
  });
});
