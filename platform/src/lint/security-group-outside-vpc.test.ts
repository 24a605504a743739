import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { securityGroupOutsideVpc } from './security-group-outside-vpc.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  securityGroupOutsideVpc.check(withChange(arborKumori, change), '2026-11-23');

describe('security-group-outside-vpc', () => {
  it('finds the groups of what the vendors run', () => {
    const found = check();
    expect(found.map(({ path }) => path)).toEqual(['network.securityGroups[1]', 'network.securityGroups[2]']);
    expect(found[1]?.arithmetic).toBe('interfaces of Neon in 10.0.0.0/16: 0');
  });

  it('leaves out the APIs where one of them runs in the network', () => {
    const found = check((platform) => {
      platform.services[0]!.deployment = 'Kubernetes';
    });
    expect(found.map(({ path }) => path)).toEqual(['network.securityGroups[2]']);
  });

  it('is silent where all of it runs in the network', () => {
    expect(
      check((platform) => {
        for (const service of platform.services) service.deployment = 'Kubernetes';
        platform.database.provider = 'PostgreSQL';
      }),
    ).toEqual([]);
  });
});
