import { databaseProviders } from './facts/database-providers.js';
import { alterSystem } from './facts/postgresql.js';
import type { Rule } from './finding.js';

export const databaseSettingsNotSettable: Rule = {
  id: 'database-settings-not-settable',
  title: 'Server settings must not be promised where the database provider sets them',
  check({ database }) {
    const fact = databaseProviders[database.provider]?.settingsFixed;
    if (fact === undefined) return [];
    const names = Object.keys(database.settings);
    return [
      {
        path: 'database.settings',
        section: database.section,
        message: `${database.provider} gives no superuser, and ALTER SYSTEM needs one: the values that the setup script writes are those of no server`,
        arithmetic: `settings written by ALTER SYSTEM: ${names.length} (${names.join(', ')}); that take effect: 0`,
        remedy: `choose the compute size that brings these values and record it, set what a role may set by ALTER ROLE, and take the statements out of the script`,
        sources: [fact.source, alterSystem],
      },
    ];
  },
};
