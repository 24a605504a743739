import type { Platform } from '@attest/platform';

/** The label `service` of what serves GPU predictions; the catalog gives GPUs no id of their own. */
export const gpuServiceOf = ({ gpu }: Platform): string | undefined =>
  gpu === undefined ? undefined : gpu.product === undefined ? 'gpu-workers' : `${gpu.product}-gpu-workers`;

/** Everything that reports under a name of the catalog: API services, worker pools, GPU workers. */
export function servicesOf(platform: Platform): string[] {
  const gpu = gpuServiceOf(platform);
  return [
    ...platform.services.map(({ id }) => id),
    ...platform.workers.map(({ id }) => id),
    ...(gpu === undefined ? [] : [gpu]),
  ];
}

/** The same, of one product. */
export function servicesOfProduct(platform: Platform, product: string): string[] {
  const gpu = gpuServiceOf(platform);
  return [
    ...[...platform.services, ...platform.workers].filter((each) => each.product === product).map(({ id }) => id),
    ...(gpu !== undefined && platform.gpu?.product === product ? [gpu] : []),
  ];
}
