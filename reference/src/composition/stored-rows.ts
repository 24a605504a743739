import type { StoredRow } from '@attest/chaos';
import type { Resource } from '@attest/platform';
import { tableOf } from '../services/table.js';

/**
 * Every stored write of every resource. The hash is made of the content that is there, by the database, and not remembered;
 * `count` tells how many rows say the same.
 */
export function storedRowsQuery(resources: readonly Resource[]): string {
  const tables = resources.map((resource) => `select idempotency_key, content from ${tableOf(resource)}`);
  return `select idempotency_key as id, encode(sha256(convert_to(content, 'UTF8')), 'hex') as hash, count(*)::int as count
    from (${tables.join(' union all ')}) as stored group by 1, 2`;
}

export type { StoredRow };
