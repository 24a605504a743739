import type { GpuCluster, Platform } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection } from './draft.js';
import { how } from './how.js';
import { atLeast, atMost, is, oneOf } from './promised.js';
import { list, slug } from './wording.js';

export function gpuClaims({ gpu }: Platform): Claim[] {
  if (gpu === undefined) return [];
  return inSection(gpu.section, [
    ['gpu.provider', `GPU workers run at ${gpu.provider}`, is(gpu.provider), how.provider(gpu.provider)],
    [
      'gpu.models',
      `The models ${list(gpu.models)} can be asked for, and no others`,
      oneOf(gpu.models),
      `${how.bed}: another model is refused`,
    ],
    ...gpu.clusters.flatMap(({ region, gpuType, minInstances, maxInstances }): Draft[] => {
      const id = gpuClusterClaim({ region, gpuType });
      const check = `metric \`gpu_instances\`, ${how.provider(gpu.provider)}`;
      return [
        [`${id}.type`, `GPU workers in ${region} have ${gpuType} GPUs`, is(gpuType), check],
        [
          `${id}.minimum`,
          `There are never fewer than ${minInstances} ${gpuType} instances in ${region}`,
          atLeast(minInstances, 'instances'),
          check,
        ],
        [
          `${id}.maximum`,
          `There are never more than ${maxInstances} ${gpuType} instances in ${region}`,
          atMost(maxInstances, 'instances'),
          check,
        ],
      ];
    }),
  ]);
}

/** What the claims on a GPU cluster begin with. */
export const gpuClusterClaim = ({ region, gpuType }: Pick<GpuCluster, 'region' | 'gpuType'>): string =>
  `gpu.${region}.${slug(gpuType)}`;
