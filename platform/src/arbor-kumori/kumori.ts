import type { PlatformInput } from '../schema/index.js';
import { containerShape, liveness, readiness } from './container.js';

const section = 'Service Deployment Architecture › Kumori Deployment';

export const kumoriApi: PlatformInput['services'][number] = {
  id: 'kumori-api',
  product: 'kumori',
  runtime: 'Node.js 20',
  framework: 'Next.js 15',
  deployment: 'Vercel Functions',
  scaling: { minInstances: 2, maxInstances: 30, targetCpuPercent: 75, targetMemoryPercent: 85 },
  container: { image: 'kumori/api:latest', ...containerShape },
  liveness,
  readiness,
  resources: [
    {
      name: 'generations',
      path: '/api/generations',
      schema: 'kumori',
      fulfilledBy: 'gpu',
      // Decision `usual-load`: submit, ask whether it is done, fetch the image.
      usage: [
        { operation: 'write', share: 15 },
        { operation: 'read', share: 60 },
        { operation: 'fetch', share: 25, field: 'result' },
      ],
    },
  ],
  usualRequestsPerSecond: 20,
  section,
};

export const gpu: NonNullable<PlatformInput['gpu']> = {
  product: 'kumori',
  provider: 'Replicate',
  models: ['dall-e-3', 'sdxl', 'controlnet'],
  clusters: [
    { region: 'us-east-1', gpuType: 'A100', minInstances: 10, maxInstances: 50 },
    { region: 'eu-west-1', gpuType: 'V100', minInstances: 5, maxInstances: 25 },
  ],
  section,
};

export const cdn: NonNullable<PlatformInput['cdn']> = {
  product: 'kumori',
  provider: 'Cloudflare',
  cacheStrategy: 'aggressive',
  imageOptimization: true,
  section,
};
