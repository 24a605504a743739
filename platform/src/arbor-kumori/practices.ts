import type { PlatformInput } from '../schema/index.js';

const section = 'Deployment Best Practices';

export const practices: NonNullable<PlatformInput['delivery']['practices']> = [
  {
    name: 'Blue-Green Deployments',
    statement: 'Maintain two identical production environments',
    section,
  },
  { name: 'Feature Flags', statement: 'Control feature rollout independently of deployments', section },
  { name: 'Database Migrations', statement: 'Always backward compatible, tested in staging', section },
  { name: 'Monitoring First', statement: 'Deploy monitoring before deploying features', section },
  { name: 'Automated Rollbacks', statement: 'Quick recovery from failed deployments', section },
  { name: 'Documentation', statement: 'Keep runbooks and deployment guides updated', section },
];
