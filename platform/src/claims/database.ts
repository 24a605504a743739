import type { Database, DatabaseSettings, Platform } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection, when } from './draft.js';
import { how } from './how.js';
import { equal, is } from './promised.js';
import { slug } from './wording.js';

export function databaseClaims({ database }: Platform): Claim[] {
  const { provider, engine, schemas, extensions, settings, section } = database;
  return inSection(section, [
    [
      'database.provider',
      `The production database is ${engine} at ${provider}`,
      is(provider),
      how.provider(provider),
    ],
    ...schemas.map(
      (schema): Draft => [
        `database.schema.${slug(schema)}`,
        `The database has the schema ${schema}`,
        is(schema),
        how.database,
      ],
    ),
    ...extensions.map(
      (extension): Draft => [
        `database.extension.${slug(extension)}`,
        `The database has the extension ${extension}`,
        is(extension),
        how.database,
      ],
    ),
    ...settingsDrafts(settings),
  ]);
}

const memory = {
  sharedBuffersMib: 'shared_buffers',
  effectiveCacheSizeMib: 'effective_cache_size',
  workMemMib: 'work_mem',
} as const satisfies Partial<Record<keyof DatabaseSettings, string>>;

function settingsDrafts(settings: Database['settings']): (Draft | undefined)[] {
  return [
    [
      'database.max-connections',
      `The database accepts ${settings.maxConnections} connections`,
      equal(settings.maxConnections, 'connections'),
      how.database,
    ],
    ...Object.entries(memory).map(([key, setting]) =>
      when(
        settings[key as keyof typeof memory],
        (mib): Draft => [
          `database.${slug(setting)}`,
          `The database runs with ${setting} = ${mib} MiB`,
          equal(mib, 'MiB'),
          how.database,
        ],
      ),
    ),
  ];
}
