import { gpuService, type Platform } from '@attest/platform';
import { databaseService } from '@attest/slo';

/** Everything that reports under a name of the catalog: API services, worker pools, GPU workers, the database. */
export const servicesOf = (platform: Platform): string[] => [
  ...platform.services.map(({ id }) => id),
  ...platform.workers.map(({ id }) => id),
  ...(platform.gpu === undefined ? [] : [gpuService(platform.gpu)]),
  databaseService,
];

/** The same, of one product; the database belongs to all. */
export const servicesOfProduct = (platform: Platform, product: string): string[] => [
  ...[...platform.services, ...platform.workers]
    .filter((each) => each.product === product)
    .map(({ id }) => id),
  ...(platform.gpu?.product === product ? [gpuService(platform.gpu)] : []),
];
