import type { Source } from '../../schema/index.js';

export interface GpuProvider {
  /** GPU types that may be asked for. */
  hardware: { types: readonly string[]; source: Source };
  /** Present where no field of the interface names a region. */
  noRegions?: { source: Source };
}

const retrieved = '2026-11-23';

export const gpuProviders: Readonly<Record<string, GpuProvider>> = {
  Replicate: {
    hardware: {
      types: ['T4', 'A40', 'L40S', 'A100', 'H100'],
      source: {
        title: 'Replicate: pricing, the list of hardware',
        url: 'https://replicate.com/pricing',
        retrieved,
      },
    },
    noRegions: {
      source: {
        title:
          'Replicate: create a deployment (name, model, version, hardware, min_instances, max_instances)',
        url: 'https://replicate.com/docs/topics/deployments/create-a-deployment',
        retrieved,
      },
    },
  },
};
