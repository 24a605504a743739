import type { Backups, Frequency, Platform } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection, when } from './draft.js';
import { how } from './how.js';
import { atMost, equal, is } from './promised.js';
import { counted } from './wording.js';

const hours: Record<Frequency, number> = {
  hourly: 1,
  daily: 24,
  weekly: 7 * 24,
  monthly: 31 * 24,
  quarterly: 92 * 24,
  yearly: 366 * 24,
};

export function backupClaims({ backups }: Platform): Claim[] {
  return inSection(backups.section, [
    ...database(backups.database),
    ...storage(backups.storage),
    ...testing(backups.testing),
  ]);
}

function database(database: Backups['database']): Draft[] {
  if (database === undefined) return [];
  return [
    [
      'backups.frequency',
      `The database is backed up ${database.frequency}: the newest backup is at most ${counted(hours[database.frequency], 'hour')} old`,
      atMost(hours[database.frequency], 'hours'),
      how.backupDrill,
    ],
    ...Object.entries(database.retention).map(
      ([generation, kept]): Draft => [
        `backups.retention.${generation}`,
        `The last ${kept} ${generation} backups are kept`,
        equal(kept, 'backups'),
        how.backupDrill,
      ],
    ),
    ...database.locations.map(
      ({ role, region }): Draft => [
        `backups.location.${region}`,
        `The ${role} copy of the backups is in ${region}`,
        is(region),
        how.backupDrill,
      ],
    ),
  ];
}

function storage(storage: Backups['storage']): (Draft | undefined)[] {
  if (storage === undefined) return [];
  const check = how.provider(storage.provider);
  return [
    ['backups.storage.provider', `Files are kept in ${storage.provider}`, is(storage.provider), check],
    when(storage.replication, (kind) => [
      'backups.storage.replication',
      `The replication of files is ${kind}`,
      is(kind),
      check,
    ]),
    [
      'backups.storage.versioning',
      `Old versions of files are ${storage.versioning ? 'kept' : 'not kept'}`,
      is(storage.versioning),
      check,
    ],
  ];
}

function testing(testing: Backups['testing']): (Draft | undefined)[] {
  if (testing === undefined) return [];
  return [
    [
      'backups.testing.frequency',
      `Backups are tested ${testing.frequency}: the last test is at most ${hours[testing.frequency] / 24} days ago`,
      atMost(hours[testing.frequency] / 24, 'days'),
      how.backupDrill,
    ],
    [
      'backups.testing.restore',
      testing.restoreTest
        ? 'A test restores the backup and compares what it finds'
        : 'A test does not restore the backup',
      is(testing.restoreTest),
      how.backupDrill,
    ],
    when(testing.documentation, (state) => [
      'backups.testing.documentation',
      `The restore documentation is ${state} with each test`,
      is(state),
      how.record,
    ]),
  ];
}
