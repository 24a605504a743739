import type { PlatformInput } from '../schema/index.js';

type Api = PlatformInput['services'][number];

export const manifestSection = 'Container Architecture › Kubernetes Deployment';

/**
 * Resources and probes of the Kubernetes manifest. The architecture draws it for one API;
 * the decision `one-container-shape` gives the other the same.
 */
export const containerShape = {
  port: 3000,
  section: manifestSection,
  resources: {
    requests: { cpuMilli: 1000, memoryMib: 2048 },
    limits: { cpuMilli: 2000, memoryMib: 4096 },
  },
} satisfies Omit<Api['container'], 'image'>;

export const liveness: Api['liveness'] = {
  path: '/api/health',
  port: 3000,
  initialDelaySeconds: 30,
  periodSeconds: 10,
};

export const readiness: Api['readiness'] = {
  path: '/api/ready',
  port: 3000,
  initialDelaySeconds: 5,
  periodSeconds: 5,
};
