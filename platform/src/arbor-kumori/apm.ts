import type { PlatformInput } from '../schema/index.js';

export const apm: PlatformInput['apm'] = {
  provider: 'Sentry',
  features: ['error_tracking', 'performance_monitoring', 'release_tracking', 'user_monitoring'],
  integrations: ['source_maps', 'github', 'slack', 'jira'],
  sampling: { errorRate: 1, transactionRate: 0.1, profileRate: 0.01 },
  section: 'Monitoring & Observability › Application Performance Monitoring',
};
