import { type Platform, primaryRegion } from '@attest/platform';
import { Pool } from 'undici';
import type { Links } from '../links/links.js';
import { ingressLink } from './regions.js';

const seconds = 4;
/** As many as an instance has connections to the database, so that processors and not round trips set the pace. */
const concurrentPerInstance = 20;

/**
 * How many durable writes a second the bed carries on this machine when it does nothing else, measured in a closed loop, which
 * cannot pile up: writes into the first resource of the primary region that no GPU fulfils. What they stored is left behind.
 * 0 when none was acknowledged; `undefined` when there is no such resource.
 */
export async function measureCapacity(
  platform: Platform,
  links: Links,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const [measured] = platform.services.flatMap(({ id, scaling, resources }) =>
    resources
      .filter(({ fulfilledBy }) => fulfilledBy === undefined)
      .map(({ path }) => ({ id, scaling, path })),
  );
  if (measured === undefined) return undefined;
  const { id, scaling, path } = measured;
  const connections = scaling.minInstances * concurrentPerInstance;
  const pool = new Pool(`http://127.0.0.1:${links.port(ingressLink(primaryRegion(platform).id, id))}`, {
    connections,
  });
  const until = performance.now() + seconds * 1000;
  let stored = 0;
  let sent = 0;
  const client = async () => {
    while (performance.now() < until && !signal?.aborted) {
      sent += 1;
      const headers = { 'content-type': 'application/json', 'idempotency-key': `capacity ${sent}` };
      const answer = await pool
        .request({ path, method: 'POST', headers, body: '{"content":"capacity"}' })
        .catch(() => undefined);
      await answer?.body.dump().catch(() => undefined);
      if (answer?.statusCode === 201) stored += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  await pool.close();
  return stored / seconds;
}
