import type { Gpu } from './schema/index.js';

/** What the GPU workers of a platform call themselves in the label `service`. */
export const gpuService = ({ product }: Pick<Gpu, 'product'>): string =>
  product === undefined ? 'gpu-workers' : `${product}-gpu-workers`;
