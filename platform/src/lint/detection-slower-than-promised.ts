import { healthChecks } from './facts/health-checks.js';
import type { Rule } from './finding.js';

/** The edge sees a dead region at its next check, and then waits for every time-out. */
export const detectionSlowerThanPromised: Rule = {
  id: 'detection-slower-than-promised',
  title: 'The health check of the edge must be able to notice a failure within the promised time',
  check({ infrastructure, environments, failover }) {
    const edge = infrastructure?.edge?.provider ?? environments.production.infrastructure?.edge;
    const byDefault = edge === undefined ? undefined : healthChecks[edge];
    const check = failover.healthCheck ?? byDefault;
    if (check === undefined) return [];
    const { intervalSeconds, timeoutSeconds, retries } = check;
    const worst = intervalSeconds + timeoutSeconds * (1 + retries);
    if (worst < failover.detectionSeconds) return [];
    return [
      {
        path: 'failover.detectionSeconds',
        section: failover.section,
        message: `detection is promised in under ${failover.detectionSeconds} s, and the health check ${check === byDefault ? `of ${edge}, which nothing sets,` : 'of the edge'} may take ${worst} s`,
        arithmetic: `${intervalSeconds} s interval + ${timeoutSeconds} s timeout × (1 + ${retries} retries) = ${worst} s ≥ ${failover.detectionSeconds} s; the interval alone is ${intervalSeconds} s`,
        remedy: `set the interval to at most ${Math.max(1, failover.detectionSeconds - timeoutSeconds * (1 + retries) - 1)} s and write it into the design, or watch the regions from outside (a failover controller that probes every few seconds)`,
        sources: byDefault === undefined ? [] : [byDefault.source],
      },
    ];
  },
};
