import { gpuProviders } from './facts/gpu-providers.js';
import type { Rule } from './finding.js';

export const gpuRegionNotSelectable: Rule = {
  id: 'gpu-region-not-selectable',
  title: 'GPUs must not be placed in a region where the provider lets nobody choose one',
  check({ gpu }) {
    const fact = gpu === undefined ? undefined : gpuProviders[gpu.provider]?.noRegions;
    if (gpu === undefined || fact === undefined) return [];
    const regions = [...new Set(gpu.clusters.map(({ region }) => region))];
    if (regions.length < 2) return [];
    return [
      {
        path: 'gpu.clusters',
        section: gpu.section,
        message: `a deployment on ${gpu.provider} has hardware and a number of instances, and no region: clusters in ${regions.join(' and ')} cannot be asked for, and the loss of one region cannot be planned`,
        arithmetic: `regions in the design: ${regions.length}; fields of a deployment that name a region: 0`,
        remedy:
          'describe one pool and test what its loss does, or rent GPUs where the region is part of the order',
        sources: [fact.source],
      },
    ];
  },
};
