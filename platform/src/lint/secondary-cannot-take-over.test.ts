import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { secondaryCannotTakeOver } from './secondary-cannot-take-over.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  secondaryCannotTakeOver.check(withChange(arborKumori, change), '2026-11-23');

describe('secondary-cannot-take-over', () => {
  it('names what the region lacks, and nothing that the platform does not have', () => {
    const found = check();
    expect(found.map(({ path }) => path)).toEqual(['regions[2].services']);
    expect(found[0]?.message).toContain('does not serve workers, gpu, realtime');
    expect(found[0]?.arithmetic).toContain('2 of 5');
  });

  it('counts only kinds of service that exist', () => {
    const found = check((platform) => {
      delete platform.gpu;
      delete platform.realtime;
    });
    expect(found[0]?.arithmetic).toContain('2 of 3');
  });

  it('is silent when every secondary serves all', () => {
    expect(
      check((platform) => {
        platform.regions[2]!.services = 'all';
      }),
    ).toEqual([]);
  });

  it('is silent where no failover between regions is promised', () => {
    expect(
      check((platform) => {
        platform.environments.production.highAvailability = [];
      }),
    ).toEqual([]);
  });
});
