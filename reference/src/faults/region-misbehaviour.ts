import { performance } from 'node:perf_hooks';
import type { Platform } from '@attest/platform';
import { adminCall } from './admin-call.js';
import type { MisbehavingServices } from './misbehaving.js';

const answersWithinMs = 10_000;

/** A region of the bed, by its supervisor's admin port and by its services' own entrances, past links and edge. */
export function regionMisbehaviour(
  { services }: Pick<Platform, 'services'>,
  ports: Readonly<Record<string, number>>,
): MisbehavingServices {
  const admin = (method: string, path: string, body?: unknown) =>
    adminCall(ports.admin ?? 0, method, path, body);
  return {
    services: services.map(({ id }) => id),
    set: async (service, misbehaviour) =>
      void (misbehaviour === undefined
        ? await admin('DELETE', `/misbehaviour/${service}`)
        : await admin('PUT', `/misbehaviour/${service}`, misbehaviour)),
    state: () => admin('GET', '/misbehaviour'),
    async ask(service) {
      const path = services.find(({ id }) => id === service)?.resources[0]?.path ?? '/';
      const begun = performance.now();
      const answer = await fetch(`http://127.0.0.1:${ports[`ingress.${service}`]}${path}?limit=1`, {
        signal: AbortSignal.timeout(answersWithinMs),
      });
      await answer.arrayBuffer();
      return { status: answer.status, tookMs: performance.now() - begun };
    },
  };
}
