import type { PlatformInput } from '../schema/index.js';

export const backups: PlatformInput['backups'] = {
  database: {
    frequency: 'hourly',
    retention: { hourly: 24, daily: 7, weekly: 4, monthly: 12 },
    locations: [
      { role: 'primary', region: 'us-east-1' },
      { role: 'secondary', region: 'eu-west-1' },
    ],
  },
  storage: { provider: 'Cloudflare R2', replication: 'cross-region', versioning: true },
  testing: { frequency: 'monthly', restoreTest: true, documentation: 'updated' },
  section: 'Disaster Recovery › Backup Strategy',
};
