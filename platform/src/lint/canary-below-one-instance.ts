import { decimal } from './decimal.js';
import type { Rule } from './finding.js';

/** A canary is at least one instance. With few instances it idles, and what idles uses no CPU. */
export const canaryBelowOneInstance: Rule = {
  id: 'canary-below-one-instance',
  title: 'A canary must be a whole instance that works as hard as the others',
  check({ services, delivery }) {
    const { canary } = delivery;
    if (canary === undefined) return [];
    const share = canary.percent / 100;
    return services.flatMap(({ id, scaling }) => {
      const { minInstances } = scaling;
      if (share * minInstances >= 1) return [];
      const baseline = (1 - share) / minInstances;
      const cpu = canary.metrics.includes('cpu_usage');
      return [
        {
          path: 'delivery.canary.percent',
          section: canary.section,
          message: `${canary.percent} % of ${id} at its minimum is less than an instance: one canary instance gets far less traffic than each of the others${cpu ? ', so cpu_usage cannot be compared and never stops a release' : ''}`,
          arithmetic: `${canary.percent} % × ${minInstances} instances = ${decimal(share * minInstances)} < 1; traffic of an instance: ${decimal(share * 100, 1)} % canary, ${decimal(baseline * 100, 1)} % baseline, ${decimal(baseline / share, 1)} times as much`,
          remedy: `compare with a baseline instance that gets the same ${canary.percent} %, and divide CPU by requests`,
          sources: [],
        },
      ];
    });
  },
};
