import type { Platform, Resource } from '@attest/platform';
import { BedError } from '../bed-error.js';
import type { EdgeState } from '../edge/edge-state.js';
import type { Postgres } from '../postgres/postgres.js';
import { tableOf } from '../services/table.js';
import { adminCall } from './admin-call.js';
import type { Entrance } from './traffic-driver.js';

const answersWithinMs = 5000;
/** Of each resource, the newest: enough for one not to be sent again while it is still under way. */
const remembered = 200;

interface Written {
  readonly url: string;
  readonly key: string;
  readonly content: string;
}

/** The edge of the bed: lists of every service by turns, and writes that it has acknowledged. */
export function bedEntrance(
  { services }: Pick<Platform, 'services'>,
  entrances: Readonly<Record<string, string>>,
  edgeAdminPort: number,
  primary: () => Promise<Pick<Postgres, 'query'>>,
): Entrance {
  const resources = services.flatMap(({ id, resources }) =>
    resources.map((resource) => ({ resource, url: `${entrances[id]}${resource.path}` })),
  );
  const lists = resources.map(({ url }) => `${url}?limit=1`);
  let turn = 0;
  return {
    async arriving(seconds) {
      const state = (await adminCall(edgeAdminPort, 'GET', `/state?window=${seconds}`)) as EdgeState;
      const requests = Object.values(state.services).flatMap(({ origins }) =>
        Object.values(origins).map((origin) => origin.requests),
      );
      return requests.reduce((sum, count) => sum + count, 0) / seconds;
    },
    read() {
      turn += 1;
      return statusOf(lists[turn % lists.length] ?? '');
    },
    async written() {
      const database = await primary();
      const writes: Written[] = [];
      for (const { resource, url } of resources) writes.push(...(await writtenTo(database, resource, url)));
      if (writes.length === 0) {
        throw new BedError({
          code: 'bed-not-ready',
          message: 'Nothing has been written yet that clients could send again.',
          fix: 'Let the load run for a while before the fault is injected.',
        });
      }
      let sent = 0;
      return () => {
        sent += 1;
        const { url, key, content } = writes[sent % writes.length] as Written;
        return statusOf(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': key },
          body: JSON.stringify({ content }),
        });
      };
    },
  };
}

/** What a GPU has to fulfil is dear and rare. Of the others, one in twenty asked for more than its content and is refused now: for that, too, its commit is waited for. */
async function writtenTo(
  database: Pick<Postgres, 'query'>,
  resource: Resource,
  url: string,
): Promise<Written[]> {
  if (resource.fulfilledBy === 'gpu') return [];
  const rows = await database.query<{ key: string; content: string }>(
    `select idempotency_key as key, content from ${tableOf(resource)} order by created_at desc limit ${remembered}`,
  );
  return rows.map((row) => ({ url, ...row }));
}

async function statusOf(url: string, init: RequestInit = {}): Promise<number> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(answersWithinMs) });
  await answer.arrayBuffer();
  return answer.status;
}
