import type { PlatformInput } from '../schema/index.js';

export const monitoring: PlatformInput['monitoring'] = {
  provider: 'Prometheus',
  retentionDays: 30,
  // Decision `alert-path`: the generated files set them.
  intervals: { scrapeSeconds: 15, evaluationSeconds: 15, groupWaitSeconds: 10 },
  exporters: ['node_exporter', 'postgres_exporter', 'custom_app_metrics'],
  visualization: 'Grafana',
  dashboards: ['infrastructure_overview', 'service_health', 'business_metrics', 'cost_analysis'],
  routes: {
    critical: { provider: 'PagerDuty' },
    warning: { provider: 'Slack' },
    info: { provider: 'Email' },
  },
  rules: [
    {
      name: 'high_error_rate',
      indicator: 'error_rate',
      op: '>',
      threshold: 0.05,
      unit: 'ratio',
      severity: 'critical',
    },
    {
      name: 'high_latency',
      indicator: 'p99_latency',
      op: '>',
      threshold: 1000,
      unit: 'ms',
      severity: 'warning',
    },
  ],
  section: 'Monitoring & Observability › Infrastructure Monitoring',
};
