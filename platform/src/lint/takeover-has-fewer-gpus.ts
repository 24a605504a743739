import { primaryRegion } from '../primary-region.js';
import { decimal } from './decimal.js';
import type { Rule } from './finding.js';

export const takeoverHasFewerGpus: Rule = {
  id: 'takeover-has-fewer-gpus',
  title: 'The GPUs of the region that takes over must be able to do the work of the region that is lost',
  check({ gpu, regions, failover }) {
    const primary = primaryRegion({ regions });
    if (gpu === undefined) return [];
    const most = (region: string) =>
      gpu.clusters.reduce((sum, cluster) => sum + (cluster.region === region ? cluster.maxInstances : 0), 0);
    const [lost, left] = [most(primary.id), most(failover.takeover)];
    if (lost === 0 || left >= lost) return [];
    const index = gpu.clusters.findIndex(({ region }) => region === failover.takeover);
    const both = lost + left;
    return [
      {
        path: index < 0 ? 'gpu.clusters' : `gpu.clusters[${index}].maxInstances`,
        section: gpu.section,
        message: `${failover.takeover} takes over from ${primary.id} with ${left} GPU instances at most, where both regions had ${both}${types(gpu.clusters)}`,
        arithmetic: `${left} < ${lost}; left after the loss: ${left} ÷ (${lost} + ${left}) = ${decimal((left / both) * 100, 1)} % of the capacity`,
        remedy: `let ${failover.takeover} scale to ${both}, or say which generations are refused while ${primary.id} is away`,
        sources: [],
      },
    ];
  },
};

function types(clusters: readonly { gpuType: string }[]): string {
  const distinct = [...new Set(clusters.map(({ gpuType }) => gpuType))];
  return distinct.length < 2 ? '' : `, and of another type (${distinct.join(', ')})`;
}
