import { arborKumori as platform, type Region } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { servicesOf, workersOf } from './workloads.js';

const surroundings = {
  database: { dnsPort: 1, links: {}, database: 'platform', user: 'postgres' },
  vendors: { replicate: 2, ably: 3, webhooks: 4 },
};
const region = (id: string): Region => {
  const found = platform.regions.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

describe('what runs in a region', () => {
  it('is every service with its smallest number of instances', () => {
    const instances = servicesOf(platform, region('ap-southeast-1'), surroundings).map((it) => it.instances);
    expect(instances).toEqual(platform.services.map(({ scaling }) => scaling.minInstances));
  });

  it('is one worker for every queue, where workers are served', () => {
    const queues = platform.workers.flatMap((pool) => pool.queues);
    const workers = workersOf(platform, region('us-east-1'), surroundings);
    expect(workers.filter(({ program }) => program === 'worker')).toHaveLength(queues.length);
    expect(workersOf(platform, region('ap-southeast-1'), surroundings)).toEqual([]);
  });

  it('is one GPU worker for a cluster, with the type of its GPU', () => {
    const gpuTypes = ['us-east-1', 'eu-west-1'].flatMap((id) =>
      workersOf(platform, region(id), surroundings).flatMap((worker) =>
        worker.program === 'gpu-worker' ? [worker.config.gpuType] : [],
      ),
    );
    expect(gpuTypes).toEqual(platform.gpu?.clusters.map(({ gpuType }) => gpuType));
  });
});
