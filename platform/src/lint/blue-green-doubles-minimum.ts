import { usd } from './decimal.js';
import type { Rule } from './finding.js';

export const blueGreenDoublesMinimum: Rule = {
  id: 'blue-green-doubles-minimum',
  title: 'Two identical production environments must be paid for',
  check({ delivery, gpu, cost, prices }) {
    const index = delivery.practices.findIndex(({ name, statement }) =>
      /blue.?green/i.test(`${name} ${statement}`),
    );
    const practice = delivery.practices[index];
    const budget = cost.monitoring?.dailyBudgetUsd;
    if (practice === undefined || gpu === undefined || budget === undefined) return [];
    const known = gpu.clusters.flatMap(({ gpuType, minInstances }) => {
      const price = prices.find(
        ({ provider, item, per }) => provider === gpu.provider && item === gpuType && per === 'hour',
      );
      return price === undefined ? [] : [{ price, minInstances }];
    });
    const once = known.reduce((sum, { price, minInstances }) => sum + price.usd * minInstances * 24, 0);
    if (Math.round(2 * once * 100) <= budget * 100) return [];
    const terms = known
      .map(({ price, minInstances }) => `${minInstances} × ${price.usd} USD/h × 24 h`)
      .join(' + ');
    return [
      {
        path: `delivery.practices[${index}]`,
        section: practice.section,
        message: `'${practice.statement}' doubles everything that is always on, GPUs with a known price alone cost more than the budget then${delivery.canary === undefined ? '' : '; and the strategy is a canary with stages, which needs no second environment'}`,
        arithmetic: `2 × (${terms}) = ${usd(2 * once)} USD/day > ${budget} USD/day`,
        remedy:
          'choose one: canary and stages (as the strategy says), with blue-green for the stateless services only',
        sources: known.map(({ price }) => price.source),
      },
    ];
  },
};
