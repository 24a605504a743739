import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { withChange } from './testing/with-change.js';
import { zeroLossWithAsynchronousReplicas } from './zero-loss-with-asynchronous-replicas.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  zeroLossWithAsynchronousReplicas.check(withChange(arborKumori, change), '2026-11-23');

describe('zero-loss-with-asynchronous-replicas', () => {
  it('finds that replicas of the provider confirm nothing, whatever the catalog decided', () => {
    const found = check();
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain('the 2 read replicas of Neon are asynchronous');
    expect(found[0]?.arithmetic).toContain('0 < 1');
  });

  it('finds asynchronous replication on any server', () => {
    const found = check((platform) => {
      platform.database.provider = 'PostgreSQL';
      platform.failover.replication = { mode: 'asynchronous', quorum: 0, standbys: ['eu-west-1'] };
    });
    expect(found).toHaveLength(1);
    expect(found[0]?.sources).toHaveLength(1);
  });

  it('is silent where commits wait for a standby on servers that can do it', () => {
    expect(
      check((platform) => {
        platform.database.provider = 'PostgreSQL';
      }),
    ).toEqual([]);
  });
});
