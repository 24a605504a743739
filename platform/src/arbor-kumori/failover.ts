import type { PlatformInput } from '../schema/index.js';

export const failover: PlatformInput['failover'] = {
  automatic: ['region_failure', 'high_error_rate', 'database_failure'],
  manual: ['maintenance', 'security_incident'],
  detectionSeconds: 30,
  durationSeconds: 120,
  dataLoss: 'zero',
  steps: [
    'detect_failure',
    'verify_secondary_health',
    'update_dns',
    'redirect_traffic',
    'notify_stakeholders',
  ],
  // Decisions `takeover-region`, `stakeholder-channels` and `synchronous-replication`: the architecture leaves these open.
  takeover: 'eu-west-1',
  notify: ['pagerduty', 'slack', 'email'],
  replication: { mode: 'synchronous', quorum: 1, standbys: ['eu-west-1', 'ap-southeast-1'] },
  section: 'Disaster Recovery › Failover Procedures',
};
