import { usd } from './decimal.js';
import type { Rule } from './finding.js';

/** Instances that are always on are paid around the clock, whether a request comes or not. */
export const gpuMinimumOverBudget: Rule = {
  id: 'gpu-minimum-over-budget',
  title: 'GPUs that must always be on must not cost more than the daily budget',
  check({ gpu, cost, prices }) {
    const budget = cost.monitoring?.dailyBudgetUsd;
    if (gpu === undefined || budget === undefined) return [];
    return gpu.clusters.flatMap(({ gpuType, minInstances, maxInstances }, i) => {
      const price = prices.find(({ provider, item, per }) => {
        return provider === gpu.provider && item === gpuType && per === 'hour';
      });
      if (price === undefined) return [];
      const perDay = minInstances * price.usd * 24;
      // In cents: 5 × (1000 / 120) × 24 is not above 1000.
      if (Math.round(perDay * 100) <= budget * 100) return [];
      return [
        {
          path: `gpu.clusters[${i}].minInstances`,
          section: gpu.section,
          message: `the ${gpuType}s that are always on cost more than the whole daily budget, before anybody asks for anything`,
          arithmetic: `${minInstances} × ${price.usd} USD/h × 24 h = ${usd(perDay)} USD/day > ${budget} USD/day; at the maximum of ${maxInstances}: ${usd(maxInstances * price.usd * 24)} USD/day`,
          remedy: `keep at most ${Math.floor(budget / (price.usd * 24))} always on and scale with the queue, or raise cost.monitoring.dailyBudgetUsd above ${usd(perDay)}`,
          sources: [price.source],
        },
      ];
    });
  },
};
