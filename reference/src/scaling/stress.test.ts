import { scalingVerdicts } from '@attest/controllers';
import type { CapacityScaling, Recorded } from '@attest/evidence';
import { arborKumori, claims } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { stressCluster, stressService } from './stress.js';

const serviceOf = (id: string) =>
  arborKumori.services.find((each) => each.id === id) ?? expect.fail(`the catalog has no ${id}`);

/** What each service of the catalog goes through; it takes a second of real time. */
const stressed = new Map(
  arborKumori.services.map((service) => [service.id, stressService(arborKumori, service)] as const),
);
const stressOf = (id: string) => stressed.get(id) ?? expect.fail(`nobody stressed ${id}`);

const steps = (observations: readonly { replicas: number }[]) =>
  observations.map(({ replicas }) => replicas).filter((count, at, all) => count !== all[at - 1]);

describe('the stress of virtual instances', () => {
  it.each([
    ['arbor-api', [3, 5, 8, 12, 18, 26, 38, 50]],
    ['kumori-api', [2, 3, 4, 6, 8, 11, 15, 20, 27, 30]],
  ])('takes %s to its maximum as Kubernetes does at exactly 100 %%, and back', (id, up) => {
    const { observations, modelled } = stressOf(id);
    const taken = steps(observations);
    expect(taken.slice(0, up.length)).toEqual(up);
    expect(taken.at(-1)).toBe(up[0]);
    expect(observations.some(({ requests }) => (requests?.shed ?? 0) > 0)).toBe(true);
    expect(modelled).toContain('virtual');
  });

  it.each([
    ['arbor-api', 80, [3, 4, 5, 7, 9, 12, 15, 19, 24, 30, 3]],
    ['kumori-api', 85, [2, 3, 4, 5, 6, 8, 10, 12, 15, 2]],
  ])(
    'lets the memory of %s ask for instances as Kubernetes does at a target of %i %%',
    (id, _target, expected) => {
      const { observations } = stressOf(id);
      const full = observations.findIndex(({ utilization }) => (utilization.memory ?? 0) > 50);
      expect(steps(observations.slice(full))).toEqual(expected);
    },
  );

  const verdicts = (scaling: CapacityScaling) => {
    const line = { kind: 'capacity-scaling', t: 0, at: '', line: 1, ...scaling } as Recorded;
    return scalingVerdicts(arborKumori, claims(arborKumori), [line]);
  };

  it.each(arborKumori.services.map(({ id }) => [id]))(
    'puts every claim of %s on scaling to the test',
    (id) => {
      const promised = claims(arborKumori).filter((claim) => claim.id.startsWith(`${id}.scaling.`));
      const judged = verdicts(stressOf(id));
      expect(promised.filter((claim) => !judged.some((each) => each.id === claim.id))).toEqual([]);
      expect(judged.filter(({ verdict }) => verdict !== 'held')).toEqual([]);
    },
  );

  it('shows an autoscaler that does not listen to memory', () => {
    const service = serviceOf('arbor-api');
    // What no memory reaches never asks for an instance.
    const deaf = { ...service, scaling: { ...service.scaling, targetMemoryPercent: 10_000 } };
    const scaling = stressService(arborKumori, deaf);
    const found = verdicts(scaling).filter(({ verdict }) => verdict === 'broken');
    expect(found.map(({ id }) => id)).toEqual(['arbor-api.scaling.memory-target']);
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
