import { extensionNames } from './facts/postgresql.js';
import type { Rule } from './finding.js';

export const extensionNameUnknown: Rule = {
  id: 'extension-name-unknown',
  title: 'An extension must be created by the name that PostgreSQL knows',
  check({ database }) {
    return database.extensions.flatMap((extension, i) => {
      const known = extensionNames[extension];
      if (known === undefined) return [];
      return [
        {
          path: `database.extensions[${i}]`,
          section: database.section,
          message: `the extension of ${extension} is called ${known.name}; the statement fails, and every column of its types with it`,
          arithmetic: `CREATE EXTENSION "${extension}" → ERROR: extension "${extension}" is not available; CREATE EXTENSION "${known.name}" → created`,
          remedy: `write ${known.name}`,
          sources: [known.source],
        },
      ];
    });
  },
};
