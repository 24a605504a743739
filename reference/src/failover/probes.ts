import type { Probes } from '@attest/controllers/failover';
import { withSession } from '@attest/controllers/failover-adapters';
import type { EdgeState } from '../edge/edge-state.js';
import { type ProbeAnswer, probe } from '../proxy/probe.js';
import type { FailoverControllerConfig } from './controller-config.js';
import { connectionTo } from './databases.js';
import { getJson } from './http-json.js';

/** The caller's signal ends a probe; this is for one that nobody ends. */
const timeoutMs = 10_000;

/** What the failover controller sees of the regions, through the links from outside. */
export function createProbes({ services, regions, edge }: FailoverControllerConfig): Probes {
  const askAll = (region: string, signal: AbortSignal): Promise<{ id: string; answer: ProbeAnswer }[]> =>
    Promise.all(
      services.flatMap(({ id, livenessPath }) => {
        const port = regions[region]?.ingress[id];
        if (port === undefined) return [];
        const url = `http://127.0.0.1:${port}${livenessPath}`;
        return [probe(url, timeoutMs, signal).then((answer) => ({ id, answer }))];
      }),
    );
  return {
    async api(region, signal) {
      const answers = await askAll(region, signal);
      if (answers.length === 0) return 'unknown';
      return answers.some(({ answer }) => answer.ok) ? 'up' : 'down';
    },

    async database(region, signal) {
      const access = regions[region];
      if (access === undefined) return 'unknown';
      try {
        await withSession(region, connectionTo(access.postgres), signal, (query) => query('select 1'));
        return 'up';
      } catch {
        return 'down';
      }
    },

    // Alive, not ready: readiness looks at the database, and the one that there is now may be the one that is lost.
    async ready(region, signal) {
      const answers = await askAll(region, signal);
      const detail = answers.map(({ id, answer }) => `${id}: ${answer.detail}`).join(', ');
      return {
        ready: answers.length === services.length && answers.every(({ answer }) => answer.ok),
        detail,
      };
    },

    async edgeErrors(region, windowSeconds, signal) {
      const url = `http://127.0.0.1:${edge.adminPort}/state?window=${windowSeconds}`;
      const state = await getJson<EdgeState>(url, signal);
      let requests = 0;
      let errors = 0;
      for (const { origins } of Object.values(state.services)) {
        requests += origins[region]?.requests ?? 0;
        errors += origins[region]?.errors ?? 0;
      }
      return requests === 0 ? undefined : { requests, errors };
    },
  };
}
