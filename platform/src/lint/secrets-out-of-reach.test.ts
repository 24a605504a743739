import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { secretsOutOfReach } from './secrets-out-of-reach.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  secretsOutOfReach.check(withChange(arborKumori, change), '2026-11-23');

describe('secrets-out-of-reach', () => {
  it('names who runs elsewhere', () => {
    const found = check();
    expect(found[0]?.message).toContain(
      'arbor-workers (Kubernetes Jobs) and arbor-api (Kubernetes Deployment)',
    );
    expect(found[0]?.arithmetic).toContain('outside Vercel: 2');
  });

  it('is silent with a manager that all can read', () => {
    expect(
      check((platform) => {
        platform.security.secrets!.provider = 'HashiCorp Vault';
      }),
    ).toEqual([]);
  });

  it('is silent where everything runs with the provider', () => {
    expect(
      check((platform) => {
        platform.workers = [];
        delete platform.services[0]!.manifest;
      }),
    ).toEqual([]);
  });
});
