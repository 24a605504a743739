import type { AlertRule } from './breach-alert.js';
import { type Links, runbookUrl } from './links.js';

/** Always fires: when it stops arriving at the heartbeat, it is the alerting that is broken. */
export const watchdog = (environment: string, links: Links): AlertRule => ({
  alert: 'Watchdog',
  expr: 'vector(1)',
  labels: { severity: 'none', environment },
  annotations: {
    summary: 'Alerting works from Prometheus to the receiver',
    description: 'Fires all the time. Its absence at the heartbeat is the alert.',
    runbook_url: runbookUrl(links, 'Watchdog'),
    dashboard_url: `${links.dashboards}/d/infrastructure_overview`,
  },
});
