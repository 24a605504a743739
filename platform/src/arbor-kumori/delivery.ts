import type { PlatformInput } from '../schema/index.js';
import { docker } from './docker.js';
import { pipeline } from './pipeline.js';
import { practices } from './practices.js';

const section = 'CI/CD Pipeline › Deployment Strategy';

export const delivery: PlatformInput['delivery'] = {
  docker,
  pipeline,
  canary: {
    percent: 5,
    durationSeconds: 1800,
    metrics: ['error_rate', 'latency', 'cpu_usage'],
    rollback: { errorRate: 0.05, latencyP99Ms: 1000 },
    section,
  },
  gradual: {
    stagesPercent: [10, 25, 50, 100],
    durationPerStageSeconds: 900,
    validation: 'automated',
    section,
  },
  rollback: { automatic: true, preserveData: true, notify: ['slack', 'pagerduty'], section },
  practices,
  section: 'CI/CD Pipeline',
};
