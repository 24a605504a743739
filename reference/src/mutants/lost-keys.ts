import { randomUUID } from 'node:crypto';
import type { Resource } from '@attest/platform';
import type { Statements } from '../services/primary-database.js';
import { resourceKey, tableOf } from '../services/table.js';

/** So many writes are repeated, as clients do that did not hear of their success. */
const everyNthIsRepeated = 10;

/** Statements after which the database no longer minds a key that was there before. */
export function forgetKeys(resources: readonly Resource[]): string[] {
  return resources.map(
    (resource) => `alter table ${tableOf(resource)} drop constraint "${resource.name}_idempotency_key_key"`,
  );
}

/** Stores a write whatever its key, also when it comes again, which every tenth does at once. */
export function forgettingKeys(
  database: () => Statements | undefined,
  resources: readonly Resource[],
): () => Statements | undefined {
  const names = new Set(resources.map((resource) => `write ${resourceKey(resource)}`));
  let writes = 0;
  const forgetting = (statements: Statements): Statements => ({
    async execute(statement, deadline) {
      if (!names.has(statement.name)) return statements.execute(statement, deadline);
      const forgetful = { ...statement, text: withoutConflict(statement.text) };
      writes += 1;
      if (writes % everyNthIsRepeated === 0) {
        const [, ...others] = statement.values;
        await statements.execute({ ...forgetful, values: [randomUUID(), ...others] }, deadline);
      }
      return statements.execute(forgetful, deadline);
    },
  });
  return () => {
    const statements = database();
    return statements && forgetting(statements);
  };
}

function withoutConflict(text: string): string {
  const forgetful = text.replace(/\s+on conflict \(idempotency_key\) do update set \S+ = \S+/, '');
  if (forgetful === text) throw new TypeError('a write that does not look at its key cannot forget it');
  return forgetful;
}
