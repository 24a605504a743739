import type { Rule } from './finding.js';

export const apiDeployedTwice: Rule = {
  id: 'api-deployed-twice',
  title: 'A service must have one deployment, not two that contradict each other',
  check({ services }) {
    return services.flatMap(({ id, deployment, manifest, scaling }, i) => {
      if (manifest === undefined || /kubernetes/i.test(deployment)) return [];
      return [
        {
          path: `services[${i}].deployment`,
          section: manifest.section,
          message: `${id} is deployed as ${deployment} and as a Kubernetes ${manifest.kind}: which of them serves customers, scales, is probed and is rolled back is not said`,
          arithmetic: `deployments of ${id}: 2 (${deployment}; ${manifest.kind} with ${manifest.replicas} replicas) > 1; instances at least: ${scaling.minInstances} + ${manifest.replicas} = ${scaling.minInstances + manifest.replicas}`,
          remedy:
            'choose one; only the Kubernetes one has the probes, limits and targets that the design relies on',
          sources: [],
        },
      ];
    });
  },
};
