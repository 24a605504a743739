import type { PlatformInput } from '../schema/index.js';
import { containerShape, liveness, manifestSection, readiness } from './container.js';

const section = 'Service Deployment Architecture › Arbor Deployment';

export const arborApi: PlatformInput['services'][number] = {
  id: 'arbor-api',
  product: 'arbor',
  runtime: 'Node.js 20',
  framework: 'Next.js 15',
  deployment: 'Vercel Functions',
  scaling: { minInstances: 3, maxInstances: 50, targetCpuPercent: 70, targetMemoryPercent: 80 },
  container: { image: 'arbor/api:latest', ...containerShape },
  liveness,
  readiness,
  manifest: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'production',
    replicas: 3,
    labels: { app: 'arbor-api' },
    containerName: 'api',
    env: { NODE_ENV: 'production' },
    section: manifestSection,
  },
  resources: [
    {
      name: 'memories',
      path: '/api/memories',
      schema: 'arbor',
      enqueues: [
        { queue: 'memory-processing', when: 'always' },
        { queue: 'generation', when: 'requested' },
        { queue: 'webhooks', when: 'requested' },
      ],
      // Decision `usual-load`: remember, recall, look through, and now and then have something generated.
      usage: [
        { operation: 'write', share: 20 },
        { operation: 'read', share: 50 },
        { operation: 'list', share: 25 },
        { operation: 'write', share: 5, requested: ['generation'] },
      ],
    },
  ],
  usualRequestsPerSecond: 40,
  section,
};

export const arborWorkers: NonNullable<PlatformInput['workers']>[number] = {
  id: 'arbor-workers',
  product: 'arbor',
  deployment: 'Kubernetes Jobs',
  queues: ['generation', 'memory-processing', 'webhooks'],
  // Decision `queue-effects`.
  effects: {
    generation: 'process',
    'memory-processing': 'process-and-publish',
    webhooks: 'deliver-webhook',
  },
  resources: { cpuCores: 2, memoryGib: 4 },
  timeoutSeconds: 1800,
  section,
};

export const realtime: NonNullable<PlatformInput['realtime']> = {
  product: 'arbor',
  provider: 'Ably',
  regions: ['us-east-1', 'eu-west-1'],
  channels: ['agent-updates', 'collaboration'],
  section,
};
