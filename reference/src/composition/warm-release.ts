import type { ApiService } from '@attest/platform';
import { Pool } from 'undici';
import { trackHeader } from '../edge/traffic-split.js';

/** Enough for the compiler to have seen the paths that requests take. */
const requestsPerInstance = 150;
const concurrentPerInstance = 4;

/**
 * Reads and refused writes to the instances of a new revision, before it gets traffic: one that was compiled a second ago would be
 * judged against one that has served for long. Nothing is stored. Answers with how many requests were answered, whatever with.
 */
export async function warmRelease(
  ingressUrl: string,
  { resources }: ApiService,
  instances: number,
): Promise<number> {
  const [resource] = resources;
  if (resource === undefined) return 0;
  const connections = instances * concurrentPerInstance;
  const pool = new Pool(ingressUrl, { connections });
  const headers = { [trackHeader]: 'canary', 'content-type': 'application/json' };
  const requests = [
    { path: `${resource.path}?limit=20`, method: 'GET', headers },
    // Refused for want of a key, after it was received and parsed.
    { path: resource.path, method: 'POST', headers, body: '{"content":"warm-up"}' },
  ] as const;
  let answered = 0;
  let left = instances * requestsPerInstance;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      for (const request of requests) {
        await pool.request(request).then(
          async ({ body }) => {
            await body.dump();
            answered += 1;
          },
          () => {},
        );
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  await pool.close();
  return answered;
}
