import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { rollbackRestoresOldSecrets } from './rollback-restores-old-secrets.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  rollbackRestoresOldSecrets.check(withChange(arborKumori, change), '2026-11-23');

describe('rollback-restores-old-secrets', () => {
  it('counts the rotations after which earlier deployments are unusable', () => {
    const found = check();
    expect(found[0]?.arithmetic).toContain('4 kinds of secret × 4 rotations a year = up to 16 times a year');
  });

  it('is silent where secrets are read at run time', () => {
    expect(
      check((platform) => {
        platform.security.secrets!.provider = 'HashiCorp Vault';
      }),
    ).toEqual([]);
  });

  it('is silent where nothing rolls back by itself', () => {
    expect(
      check((platform) => {
        platform.delivery.rollback!.automatic = false;
      }),
    ).toEqual([]);
  });
});
