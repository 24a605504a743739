import type { Resource } from '@attest/platform';
import { tableOf } from '../services/table.js';

/** A write as the primary has it, with what tells its effects from those of others. */
export interface StoredWrite {
  /** Of the resource; jobs and events name it. */
  readonly id: string;
  readonly key: string;
  readonly content: string;
  readonly result: string | null;
}

/** How many jobs of a queue are in a state, for one resource. */
export interface StoredJobs {
  readonly queue: string;
  readonly resource_id: string;
  readonly state: 'waiting' | 'active' | 'completed' | 'dead';
  readonly count: number;
}

export function storedWritesQuery(resources: readonly Resource[]): string {
  return resources
    .map((resource) => `select id::text, idempotency_key as key, content, result from ${tableOf(resource)}`)
    .join(' union all ');
}

export const storedJobsQuery = `select queue, resource_id::text, state, count(*)::int as count
  from queue.jobs group by queue, resource_id, state`;
