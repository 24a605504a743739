import { retiredModels } from './facts/end-of-life.js';
import type { Rule } from './finding.js';

export const modelRetired: Rule = {
  id: 'model-retired',
  title: 'A model that customers may ask for must exist',
  check({ gpu }, today) {
    return (gpu?.models ?? []).flatMap((model, i) => {
      const fact = retiredModels[model];
      if (gpu === undefined || fact === undefined || today <= fact.until) return [];
      return [
        {
          path: `gpu.models[${i}]`,
          section: gpu.section,
          message: `${model} was switched off by its maker on ${fact.until}: every request for it fails, whoever passes it on`,
          arithmetic: `models offered: ${gpu.models.length}; that can still answer: ${gpu.models.filter((each) => retiredModels[each] === undefined).length}`,
          remedy: `take ${model} out, or name its successor with the provider that serves it`,
          sources: [fact.source],
        },
      ];
    });
  },
};
