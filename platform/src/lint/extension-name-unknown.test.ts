import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { extensionNameUnknown } from './extension-name-unknown.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  extensionNameUnknown.check(withChange(arborKumori, change), '2026-11-23');

describe('extension-name-unknown', () => {
  it('names the line and the right name', () => {
    const found = check();
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ path: 'database.extensions[1]', remedy: 'write vector' });
  });

  it('is silent with the right name', () => {
    expect(
      check((platform) => {
        platform.database.extensions = ['uuid-ossp', 'vector', 'pg_trgm'];
      }),
    ).toEqual([]);
  });
});
