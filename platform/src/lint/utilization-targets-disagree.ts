import type { Rule } from './finding.js';

export const utilizationTargetsDisagree: Rule = {
  id: 'utilization-targets-disagree',
  title: 'The target utilization of a service and of the cost strategy must be the same',
  check({ services, cost }) {
    const target = cost.optimization?.compute?.autoScaling?.targetUtilizationPercent;
    if (target === undefined) return [];
    return services.flatMap(({ id, scaling, section }, i) =>
      scaling.targetCpuPercent === target
        ? []
        : [
            {
              path: `services[${i}].scaling.targetCpuPercent`,
              section,
              message: `${id} scales at ${scaling.targetCpuPercent} % CPU, and the cost strategy says ${target} % for all compute`,
              arithmetic: `${scaling.targetCpuPercent} % ≠ ${target} %; instances for the same load: ${Math.ceil((scaling.maxInstances * scaling.targetCpuPercent) / target)} at ${target} % against the maximum of ${scaling.maxInstances}`,
              remedy: 'state the target once, at the service, and let the cost strategy refer to it',
              sources: [],
            },
          ],
    );
  },
};
