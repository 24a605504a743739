import type { ApiService, Platform, Resource, Usage } from '@attest/platform';
import { LoadError } from '../load-error.js';
import type { CapacityPlan, PlannedRequest, PromisedQuality } from './plan.js';

/** Of a resource whose use the catalog does not tell: what is stored is mostly read. */
const usualUsage: Usage[] = [
  { operation: 'write', share: 20 },
  { operation: 'read', share: 50 },
  { operation: 'list', share: 30 },
];
/** Of a service whose load the catalog does not tell: enough for a p99 in half a minute. */
const usualRequestsPerSecond = 20;

/**
 * What a service of the catalog is sent, and what it promises.
 *
 * @throws LoadError `nothing-to-send` for a service without resources, `nothing-promised` without a promise of quality
 */
export function capacityPlan(platform: Platform, service: ApiService, run: string): CapacityPlan {
  const requests = service.resources.flatMap((resource) => requestsOf(platform, resource));
  if (requests.length === 0) {
    throw new LoadError(
      'nothing-to-send',
      `${service.id}: the catalog names no resource of it, so there is nothing to send`,
      'name its resources in the catalog, or what to send: --path /api/… or --script FILE',
    );
  }
  return { run, service: service.id, requests, promised: promisedQuality(platform), ...ratesOf(service) };
}

/** The strictest of what the catalog promises for each indicator. @throws LoadError `nothing-promised` */
export function promisedQuality({ monitoring, name }: Platform): PromisedQuality {
  const strictest = (indicator: 'error_rate' | 'p99_latency') =>
    Math.min(
      ...monitoring.rules.filter((rule) => rule.indicator === indicator).map(({ threshold }) => threshold),
    );
  const promised = { errorRatio: strictest('error_rate'), p99Ms: strictest('p99_latency') };
  if (!Number.isFinite(promised.errorRatio) || !Number.isFinite(promised.p99Ms)) {
    throw new LoadError(
      'nothing-promised',
      `${name} promises no error rate or no p99 latency, so no rate is too high`,
      'give the catalog monitoring rules for error_rate and p99_latency',
    );
  }
  return promised;
}

/** The usual rate with the fewest instances, and what as many more as may be should bear. */
export function ratesOf({ scaling, usualRequestsPerSecond: usual = usualRequestsPerSecond }: ApiService) {
  return {
    requestsPerSecond: usual,
    peakRequestsPerSecond: Math.round((usual * scaling.maxInstances) / scaling.minInstances),
  };
}

function requestsOf(
  { gpu }: Platform,
  { path, usage = usualUsage, fulfilledBy }: Resource,
): PlannedRequest[] {
  const models = fulfilledBy === 'gpu' ? (gpu?.models ?? []) : [];
  const field = usage.find(({ operation }) => operation === 'fetch')?.field;
  return usage.flatMap(({ operation, share, requested }): PlannedRequest[] => {
    if (operation !== 'write') {
      const method = 'GET';
      if (operation === 'fetch')
        return [{ operation, share, method, path, expects: '', ...(field === undefined ? {} : { field }) }];
      return [
        {
          operation,
          share,
          method,
          path,
          expects: 'json',
          ...(operation === 'read' && field !== undefined ? { field } : {}),
        },
      ];
    }
    const bodies = models.length === 0 ? [{}] : models.map((model) => ({ model }));
    return bodies.map((body) => ({
      operation,
      share: share / bodies.length,
      method: 'POST',
      path,
      expects: 'json',
      body: { ...body, ...(requested === undefined ? {} : { requested }) },
    }));
  });
}
