import type { Edge } from '@attest/controllers/failover';
import { probe } from '../proxy/probe.js';
import type { FailoverControllerConfig } from './controller-config.js';

/** Longer than the edge waits for an origin. */
const timeoutMs = 3000;

/** Who serves is seen by asking like a client: the answer says which origin gave it, and only one from the database counts. */
export function createEdgeView({ edge, services }: FailoverControllerConfig): Edge {
  return {
    async servedBy(service, signal) {
      const path = services.find(({ id }) => id === service)?.probePath;
      const port = edge.ports[service];
      if (path === undefined || port === undefined) throw new Error(`the edge has no service ${service}`);
      const answer = await probe(`http://127.0.0.1:${port}${path}`, timeoutMs, signal);
      const origin = answer.headers['x-attest-origin'];
      return answer.ok && typeof origin === 'string' ? origin : undefined;
    },
  };
}
