import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { apiDeployedTwice } from './api-deployed-twice.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  apiDeployedTwice.check(withChange(arborKumori, change), '2026-11-23');

describe('api-deployed-twice', () => {
  it('finds the service that has two deployments', () => {
    const found = check();
    expect(found.map(({ path }) => path)).toEqual(['services[0].deployment']);
    expect(found[0]?.arithmetic).toContain('3 + 3 = 6');
  });

  it('is silent without the manifest', () => {
    expect(
      check((platform) => {
        delete platform.services[0]!.manifest;
      }),
    ).toEqual([]);
  });

  it('is silent where the deployment is the one of the manifest', () => {
    expect(
      check((platform) => {
        platform.services[0]!.deployment = 'Kubernetes';
      }),
    ).toEqual([]);
  });
});
