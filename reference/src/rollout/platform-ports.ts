import type { RolloutPorts } from '@attest/controllers';
import { request } from 'undici';
import type { RolloutControllerConfig } from './rollout-config.js';
import { sentInstead } from './switch-mutant.js';

const timeoutMs = 5000;

/** How the traffic of the reference is sent, and how its revisions come and go. */
export function createPlatformPorts({
  service,
  edgeAdminPort,
  supervisorAdminPort,
  switching,
}: Pick<RolloutControllerConfig, 'service' | 'edgeAdminPort' | 'supervisorAdminPort' | 'switching'>): Pick<
  RolloutPorts,
  'send' | 'retire'
> {
  const split = `http://127.0.0.1:${edgeAdminPort}/split/${service}`;
  const release = `http://127.0.0.1:${supervisorAdminPort}/releases/${service}`;
  const send = (canaryWeight: number) =>
    call('PUT', split, { canaryWeight: sentInstead(canaryWeight, switching) });
  return {
    send,
    async retire(revision) {
      if (revision === 'canary') return call('DELETE', release);
      await call('POST', release);
      // From now on it is the revision that serves, and there is no other.
      await send(0);
    },
  };
}

/** Asks an admin listener of the bed. @throws Error unless it answers with 200 */
export async function call(method: 'PUT' | 'POST' | 'DELETE', url: string, body?: unknown): Promise<void> {
  const answer = await request(url, {
    method,
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(`${method} ${url}: ${answer.statusCode} ${text}`);
}
