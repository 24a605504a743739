import { decimal } from './decimal.js';
import { spotNotice } from './facts/compute.js';
import type { Rule } from './finding.js';

export const spotNoticeShorterThanJob: Rule = {
  id: 'spot-notice-shorter-than-job',
  title: 'Jobs must not outlast the notice of the spot instances that they run on',
  check({ workers, cost }) {
    const spot = cost.optimization?.compute?.spotPercent ?? 0;
    if (spot === 0) return [];
    return workers.flatMap(({ id, timeoutSeconds, section }, i) => {
      if (timeoutSeconds <= spotNotice.seconds) return [];
      return [
        {
          path: `workers[${i}].timeoutSeconds`,
          section,
          message: `${spot} % of the compute is spot instances, and a job of ${id} may take ${timeoutSeconds / 60} minutes: it is cut off and done again from the start, webhooks included`,
          arithmetic: `${timeoutSeconds} s > ${spotNotice.seconds} s of notice: the last ${decimal((1 - spotNotice.seconds / timeoutSeconds) * 100, 1)} % of the longest job cannot be finished`,
          remedy:
            'keep long jobs off spot instances, or save progress at least every two minutes and make every effect idempotent',
          sources: [spotNotice.source],
        },
      ];
    });
  },
};
