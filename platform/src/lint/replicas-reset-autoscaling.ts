import { decimal } from './decimal.js';
import { hpaReplicas } from './facts/compute.js';
import type { Rule } from './finding.js';

/** Whoever applies the manifest sets the replicas back to what it says. */
export const replicasResetAutoscaling: Rule = {
  id: 'replicas-reset-autoscaling',
  title: 'The manifest of a service that scales must not fix the number of its replicas',
  check({ services }) {
    return services.flatMap(({ id, manifest, scaling }, i) => {
      if (manifest === undefined || scaling.maxInstances <= manifest.replicas) return [];
      const { replicas } = manifest;
      const { maxInstances } = scaling;
      return [
        {
          path: `services[${i}].manifest.replicas`,
          section: manifest.section,
          message: `${id} scales to ${maxInstances}, its manifest says ${replicas}, and the design has no HorizontalPodAutoscaler: without one it never scales, with one every apply at the peak throws the others away`,
          arithmetic: `${maxInstances} → ${replicas} replicas at an apply: −${decimal((1 - replicas / maxInstances) * 100, 1)} % of the capacity`,
          remedy:
            'add the HorizontalPodAutoscaler with the minimum, the maximum and the targets of the design, and take replicas out of the manifest',
          sources: [hpaReplicas],
        },
      ];
    });
  },
};
