import type { Source } from '../../schema/index.js';

/** How an edge decides that an origin is down, unless told otherwise. */
export interface HealthCheck {
  intervalSeconds: number;
  timeoutSeconds: number;
  /** Made at once, after a time-out. */
  retries: number;
  source: Source;
}

/** By the name of the edge provider. */
export const healthChecks: Readonly<Record<string, HealthCheck>> = {
  Cloudflare: {
    intervalSeconds: 60,
    timeoutSeconds: 5,
    retries: 2,
    source: {
      title:
        'Cloudflare: load balancer monitors, interval 60 s, timeout 5 s, retries 2 (attempted immediately)',
      url: 'https://developers.cloudflare.com/api/resources/load_balancers/subresources/monitors/methods/create/',
      retrieved: '2026-11-23',
    },
  },
};
