import { type ApiService, type Platform, primaryRegion } from '@attest/platform';
import { Pool } from 'undici';
import type { Links } from '../links/links.js';
import type { Postgres } from '../postgres/postgres.js';
import { tableOf } from '../services/table.js';
import { ingressLink } from './regions.js';

/** Of each kind, per instance: enough for the compiler to have seen the paths that requests take. */
const requestsPerInstance = 150;
const concurrentPerInstance = 8;

/**
 * Sends requests to every instance of the regions that are primary or may become it. What has
 * been in production for weeks is compiled and connected; the bed is seconds old, and would otherwise show the start of
 * Node.js and not the behaviour of the platform. Answers do not matter here.
 */
export async function warmUp(platform: Platform, links: Links, signal?: AbortSignal): Promise<void> {
  const regions = [primaryRegion(platform).id, platform.failover.takeover];
  await Promise.all(
    regions.flatMap((region) =>
      platform.services.map((service) =>
        warmService(links.port(ingressLink(region, service.id)), service, region, signal),
      ),
    ),
  );
}

/** Forgets everything that was stored and asked for until now. */
export async function forgetWrites(platform: Platform, primary: Postgres): Promise<void> {
  const tables = platform.services.flatMap(({ resources }) => resources.map(tableOf));
  await primary.query(`truncate ${[...tables, 'queue.jobs'].join(', ')}`);
}

async function warmService(
  port: number,
  { resources, scaling }: ApiService,
  region: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const [resource] = resources;
  if (resource === undefined) return;
  const connections = scaling.minInstances * concurrentPerInstance;
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections });
  let left = scaling.minInstances * requestsPerInstance;
  // A GPU is dear even when it is a stand-in: there the write is refused for want of a key, after it was received and parsed.
  const key = resource.fulfilledBy === 'gpu' ? undefined : `warm-up ${region}`;
  const client = async () => {
    while (left > 0 && !signal?.aborted) {
      left -= 1;
      const headers = {
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': `${key} ${left}` }),
      };
      const write = { path: resource.path, method: 'POST', headers, body: '{"content":"warm-up"}' } as const;
      for (const request of [write, { path: `${resource.path}?limit=1`, method: 'GET' } as const]) {
        await pool.request(request).then(
          ({ body }) => body.dump(),
          () => {},
        );
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  await pool.close();
}
