import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { databaseSettingsNotSettable } from './database-settings-not-settable.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  databaseSettingsNotSettable.check(withChange(arborKumori, change), '2026-11-23');

describe('database-settings-not-settable', () => {
  it('counts the settings that have no effect', () => {
    const found = check();
    expect(found[0]?.arithmetic).toContain('settings written by ALTER SYSTEM: 4 (maxConnections,');
  });

  it('is silent on servers that one may configure', () => {
    expect(
      check((platform) => {
        platform.database.provider = 'PostgreSQL';
      }),
    ).toEqual([]);
  });
});
