import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { stagingMigratesAReplica } from './staging-migrates-a-replica.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  stagingMigratesAReplica.check(withChange(arborKumori, change), '2026-11-23');

describe('staging-migrates-a-replica', () => {
  it('finds migrations that only a writable database could take', () => {
    const found = check();
    expect(found[0]).toMatchObject({ path: 'database.migrations.staging.migrateOnDeploy' });
  });

  it('is silent with a database of its own', () => {
    expect(
      check((platform) => {
        delete platform.environments.staging.database!.replicaOf;
      }),
    ).toEqual([]);
  });

  it('is silent where staging does not migrate', () => {
    expect(
      check((platform) => {
        platform.database.migrations!.staging!.migrateOnDeploy = false;
      }),
    ).toEqual([]);
  });
});
