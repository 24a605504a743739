import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { capacityPlan, promisedQuality, ratesOf } from './capacity-plan.js';
import { generateCapacityPlans } from './generate.js';
import { virtualUsersFor } from './plan.js';

const [first, second] = arborKumori.services;
if (first === undefined || second === undefined) throw new Error('the catalog has two services');

describe('the plan of a service', () => {
  it('has every kind of request that the catalog tells, with its share', () => {
    const { requests } = capacityPlan(arborKumori, first, 'r');
    expect(requests.map(({ operation }) => operation)).toEqual(['write', 'read', 'list', 'write']);
    expect(requests.reduce((sum, { share }) => sum + share, 0)).toBe(100);
    expect(requests[3]?.body).toEqual({ requested: ['generation'] });
  });

  it('asks for every model of what a GPU fulfils, and reads where the image is', () => {
    const { requests } = capacityPlan(arborKumori, second, 'r');
    const models = requests.flatMap(({ body }) => (body === undefined ? [] : [body.model]));
    expect(models).toEqual(arborKumori.gpu?.models);
    expect(requests.filter(({ field }) => field === 'result').map(({ operation }) => operation)).toEqual([
      'read',
      'fetch',
    ]);
  });

  it('reads and writes where the catalog does not tell how a resource is used', () => {
    const service = { ...first, resources: first.resources.map(({ usage: _, ...resource }) => resource) };
    expect(capacityPlan(arborKumori, service, 'r').requests.map(({ operation }) => operation)).toEqual([
      'write',
      'read',
      'list',
    ]);
  });

  it('is refused for a service that stores nothing, and for a platform that promises nothing', () => {
    expect(() => capacityPlan(arborKumori, { ...first, resources: [] }, 'r')).toThrow(/names no resource/);
    const silent = { ...arborKumori, monitoring: { ...arborKumori.monitoring, rules: [] } };
    expect(() => promisedQuality(silent)).toThrow(/promises no error rate/);
    expect(generateCapacityPlans(silent, { environment: 'production' })).toEqual([]);
  });

  it('takes the strictest of several promises', () => {
    const rules = arborKumori.monitoring.rules.flatMap((rule) => [
      rule,
      { ...rule, name: `${rule.name}_strict`, threshold: rule.threshold / 2 },
    ]);
    const { errorRatio, p99Ms } = promisedQuality(arborKumori);
    expect(promisedQuality({ ...arborKumori, monitoring: { ...arborKumori.monitoring, rules } })).toEqual({
      errorRatio: errorRatio / 2,
      p99Ms: p99Ms / 2,
    });
  });

  it('goes as far above the usual rate as there may be more instances', () => {
    const { requestsPerSecond, peakRequestsPerSecond } = ratesOf(first);
    const { minInstances, maxInstances } = first.scaling;
    expect(peakRequestsPerSecond).toBe(Math.round((requestsPerSecond * maxInstances) / minInstances));
  });

  it('has virtual users for twice the promised p99', () => {
    expect(virtualUsersFor(100, { errorRatio: 0.05, p99Ms: 1000 })).toBeGreaterThanOrEqual(200);
  });
});
