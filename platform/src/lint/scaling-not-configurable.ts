import { serverless } from './facts/compute.js';
import type { Rule } from './finding.js';

export const scalingNotConfigurable: Rule = {
  id: 'scaling-not-configurable',
  title: 'Instances and targets must not be promised where the provider scales by itself',
  check({ services }) {
    return services.flatMap(({ id, deployment, scaling, section }, i) => {
      const fact = serverless[deployment]?.scalesByItself;
      if (fact === undefined) return [];
      const { minInstances, maxInstances, targetCpuPercent, targetMemoryPercent } = scaling;
      return [
        {
          path: `services[${i}].scaling`,
          section,
          message: `${deployment} follow the traffic: there is no minimum, maximum, CPU or memory target of ${id} to set, and nothing stops it at ${maxInstances}`,
          arithmetic: `settings in the design: 4 (min ${minInstances}, max ${maxInstances}, CPU ${targetCpuPercent} %, memory ${targetMemoryPercent} %); settings of the provider: 0; its own limit ${fact.limit} ÷ ${maxInstances} = ${Math.floor(fact.limit / maxInstances)} times the maximum`,
          remedy:
            'run the service on Kubernetes with an autoscaler, or describe what the provider does and protect the database by a pooler and a rate limit',
          sources: [fact.source],
        },
      ];
    });
  },
};
