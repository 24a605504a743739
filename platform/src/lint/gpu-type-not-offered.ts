import { gpuProviders } from './facts/gpu-providers.js';
import type { Rule } from './finding.js';

export const gpuTypeNotOffered: Rule = {
  id: 'gpu-type-not-offered',
  title: 'A GPU cluster must be of a type that its provider rents',
  check({ gpu }) {
    const fact = gpu === undefined ? undefined : gpuProviders[gpu.provider]?.hardware;
    if (gpu === undefined || fact === undefined) return [];
    return gpu.clusters.flatMap(({ region, gpuType, minInstances }, i) =>
      fact.types.includes(gpuType)
        ? []
        : [
            {
              path: `gpu.clusters[${i}].gpuType`,
              section: gpu.section,
              message: `${gpu.provider} rents no ${gpuType}, so ${region} has no GPUs at all and their price is unknown`,
              arithmetic: `${gpuType} in {${fact.types.join(', ')}}: no; instances that must always be on: ${minInstances}, that can be had: 0`,
              remedy: `choose one of ${fact.types.join(', ')}, or another provider for ${region}`,
              sources: [fact.source],
            },
          ],
    );
  },
};
