import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { stagingHoldsProductionData } from './staging-holds-production-data.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  stagingHoldsProductionData.check(withChange(arborKumori, change), '2026-11-23');

describe('staging-holds-production-data', () => {
  it('finds the replica under the certification that forbids it', () => {
    const found = check();
    expect(found.map(({ path }) => path)).toEqual(['environments.staging.database.replicaOf']);
    expect(found[0]?.message).toContain('GDPR');
  });

  it('is silent with a database of its own', () => {
    expect(
      check((platform) => {
        delete platform.environments.staging.database!.replicaOf;
      }),
    ).toEqual([]);
  });

  it('is silent where no such law is promised', () => {
    expect(
      check((platform) => {
        platform.security.compliance!.certifications = ['SOC2'];
      }),
    ).toEqual([]);
  });
});
