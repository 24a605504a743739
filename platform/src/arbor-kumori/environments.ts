import type { PlatformInput } from '../schema/index.js';

export const environments: PlatformInput['environments'] = {
  development: {
    infrastructure: { compute: 'Vercel', branch: 'development' },
    api: { instances: 1, autoScaling: false },
    database: { provider: 'Neon', tier: 'development', branches: true },
    storage: { provider: 'Vercel Blob', limitGb: 10 },
    features: ['hot_reload', 'verbose_logging', 'mock_integrations', 'test_data_seeding'],
    section: 'Deployment Environments › Development Environment',
  },
  staging: {
    infrastructure: { compute: 'Vercel', branch: 'staging', previewDeployments: true },
    api: { instances: 2, autoScaling: true, maxInstances: 4 },
    database: { provider: 'Neon', tier: 'staging', replicaOf: 'production' },
    storage: { provider: 'Cloudflare R2', bucket: 'staging-assets' },
    features: ['production_like_data', 'performance_profiling', 'integration_testing', 'canary_releases'],
    section: 'Deployment Environments › Staging Environment',
  },
  production: {
    infrastructure: { compute: 'Vercel', edge: 'Cloudflare', orchestration: 'Kubernetes' },
    highAvailability: ['multi_region_failover', 'auto_scaling', 'health_checks', 'circuit_breakers'],
    section: 'Deployment Environments › Production Environment',
  },
};
