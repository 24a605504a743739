import type { ApiService, Platform } from '@attest/platform';
import { Pool } from 'undici';
import type { Links } from '../links/links.js';
import { primaryOf } from './outside.js';
import { ingressLink } from './regions.js';

/** Of each kind, per instance: enough for the compiler to have seen the paths that requests take. */
const requestsPerInstance = 60;
const concurrentPerInstance = 3;

/**
 * Sends requests that store nothing to every instance of the regions that are primary or may become it. What has been in
 * production for weeks is compiled and connected; the bed is seconds old, and would otherwise show the start of Node.js and not
 * the behaviour of the platform. Answers do not matter here.
 */
export async function warmUp(platform: Platform, links: Links): Promise<void> {
  const regions = [primaryOf(platform), platform.failover.takeover];
  await Promise.all(
    regions.flatMap((region) =>
      platform.services.map((service) => warmService(links.port(ingressLink(region, service.id)), service)),
    ),
  );
}

async function warmService(port: number, { resources, scaling }: ApiService): Promise<void> {
  const [resource] = resources;
  if (resource === undefined) return;
  const connections = scaling.minInstances * concurrentPerInstance;
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections });
  const headers = { 'content-type': 'application/json' };
  let left = scaling.minInstances * requestsPerInstance;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      // Without an Idempotency-Key it is refused, after it has been received, parsed and measured.
      const refused = { path: resource.path, method: 'POST', headers, body: '{"content":""}' } as const;
      for (const request of [refused, { path: `${resource.path}?limit=1`, method: 'GET' } as const]) {
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
