import type { PlatformInput } from '../schema/index.js';
import { arborApi, arborWorkers } from './arbor.js';
import { gpu, kumoriApi } from './kumori.js';

type Objective = NonNullable<PlatformInput['objectives']>[number];

const withinTwoMinutes = { withinSeconds: 120 };
const slower: Record<string, number> = { generation: 300 };
const lessReliable: Record<string, number> = { webhooks: 0.95 };

/** What is aimed at, tighter than the ceilings of the architecture. Each names the decision that says why. */
export const objectives: Objective[] = [
  ...[arborApi, kumoriApi].flatMap(({ id: service }): Objective[] => [
    {
      id: `${service}-availability`,
      indicator: { kind: 'availability', service },
      target: 0.999,
      page: withinTwoMinutes,
      decision: 'paging-objectives',
    },
    {
      id: `${service}-latency`,
      indicator: { kind: 'latency', service, thresholdMs: 500 },
      target: 0.99,
      decision: 'latency-objectives',
    },
  ]),
  ...arborWorkers.queues.flatMap((queue): Objective[] => [
    {
      id: `${queue}-age`,
      indicator: { kind: 'queue-age', queue, thresholdSeconds: slower[queue] ?? 60 },
      target: 0.99,
      decision: 'queue-objectives',
    },
    {
      id: `${queue}-success`,
      indicator: { kind: 'queue-success', queue },
      target: lessReliable[queue] ?? 0.99,
      decision: 'queue-objectives',
    },
  ]),
  ...gpu.clusters.flatMap(({ region, gpuType }): Objective[] => [
    {
      id: `gpu-${region}-success`,
      indicator: { kind: 'gpu-success', region, gpuType },
      target: 0.99,
      decision: 'gpu-objectives',
    },
    {
      id: `gpu-${region}-queue-time`,
      indicator: { kind: 'gpu-queue-time', region, gpuType, thresholdSeconds: 60 },
      target: 0.95,
      decision: 'gpu-objectives',
    },
  ]),
  {
    id: 'database-availability',
    indicator: { kind: 'database-availability' },
    target: 0.9995,
    page: withinTwoMinutes,
    decision: 'database-objectives',
  },
  {
    id: 'database-latency',
    indicator: { kind: 'database-latency', thresholdMs: 100 },
    target: 0.99,
    decision: 'database-objectives',
  },
  {
    id: 'replication-lag',
    indicator: { kind: 'replication-lag', thresholdSeconds: 5 },
    target: 0.999,
    decision: 'database-objectives',
  },
];
