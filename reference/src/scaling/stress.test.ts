import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { stressCluster, stressService } from './stress.js';

const steps = (observations: readonly { replicas: number }[]) =>
  observations.map(({ replicas }) => replicas).filter((count, at, all) => count !== all[at - 1]);

describe('the stress of virtual instances', () => {
  it.each([
    ['arbor-api', [3, 5, 8, 12, 18, 26, 38, 50]],
    ['kumori-api', [2, 3, 4, 6, 8, 11, 15, 20, 27, 30]],
  ])('takes %s to its maximum as Kubernetes does at exactly 100 %%, and back', (id, up) => {
    const service = arborKumori.services.find((each) => each.id === id) ?? expect.fail();
    const { observations, modelled } = stressService(arborKumori, service);
    const taken = steps(observations);
    expect(taken.slice(0, up.length)).toEqual(up);
    expect(taken.at(-1)).toBe(up[0]);
    expect(observations.some(({ requests }) => (requests?.shed ?? 0) > 0)).toBe(true);
    expect(modelled).toContain('virtual');
  });

  it('takes GPU workers to their maximum by their queue, and back', () => {
    const clusters = arborKumori.gpu?.clusters ?? expect.fail();
    const ends = clusters.map((cluster) => {
      const { observations } = stressCluster(arborKumori, cluster);
      const counts = observations.map(({ replicas }) => replicas);
      return [counts[0], Math.max(...counts), counts.at(-1)];
    });
    expect(ends).toEqual([
      [10, 50, 10],
      [5, 25, 5],
    ]);
  });
});
