import type { Platform } from '@attest/platform';
import type { EdgeState } from '../edge/edge-state.js';
import { adminCall } from './admin-call.js';
import type { Entrance } from './traffic-driver.js';

const answersWithinMs = 5000;

/** The edge of the bed: lists of every service by turns. */
export function bedEntrance(
  { services }: Pick<Platform, 'services'>,
  entrances: Readonly<Record<string, string>>,
  edgeAdminPort: number,
): Entrance {
  const urls = services.flatMap(({ id, resources }) =>
    resources.map(({ path }) => `${entrances[id]}${path}?limit=1`),
  );
  let turn = 0;
  return {
    async arriving(seconds) {
      const state = (await adminCall(edgeAdminPort, 'GET', `/state?window=${seconds}`)) as EdgeState;
      const requests = Object.values(state.services).flatMap(({ origins }) =>
        Object.values(origins).map((origin) => origin.requests),
      );
      return requests.reduce((sum, count) => sum + count, 0) / seconds;
    },
    async ask() {
      turn += 1;
      const url = urls[turn % urls.length];
      if (url === undefined) return;
      const answer = await fetch(url, { signal: AbortSignal.timeout(answersWithinMs) });
      await answer.arrayBuffer();
    },
  };
}
