import { alertPaths } from './facts/monitoring.js';
import type { Rule } from './finding.js';

export const alertSlowerThanDetection: Rule = {
  id: 'alert-slower-than-detection',
  title: 'A failover that an alert starts must not wait for the alert longer than detection may take',
  check({ failover, monitoring }) {
    const byDefault = alertPaths[monitoring.provider];
    const path = monitoring.intervals ?? byDefault;
    const index = failover.automatic.indexOf('high_error_rate');
    if (path === undefined || index < 0) return [];
    const { scrapeSeconds, evaluationSeconds, groupWaitSeconds } = path;
    const worst = scrapeSeconds + evaluationSeconds + groupWaitSeconds;
    if (worst < failover.detectionSeconds) return [];
    return [
      {
        path: `failover.automatic[${index}]`,
        section: failover.section,
        message: `a failover starts by itself on a high error rate, and the alert of ${monitoring.provider} may take ${worst} s${path === byDefault ? ', as nothing sets its intervals' : ''}`,
        arithmetic: `${scrapeSeconds} s scrape + ${evaluationSeconds} s evaluation + ${groupWaitSeconds} s group wait = ${worst} s ≥ ${failover.detectionSeconds} s`,
        remedy:
          'set shorter intervals in the design (monitoring.intervals), or let the failover controller watch the error rate at the edge itself',
        sources: byDefault?.sources ?? [],
      },
    ];
  },
};
