import { type ApiService, gpuService, type Platform, type Region, serves } from '@attest/platform';
import type { BedOptions, Mutants } from '../bed-options.js';
import type { DatabaseAccess, GpuWorkerConfig, WorkerConfig } from '../services/config.js';
import type {
  AutoscalingConfig,
  SupervisedService,
  SupervisedWorker,
} from '../supervisor/supervisor-config.js';

/** What programs of a region need to know of the bed: local ports of the links. */
export interface RegionSurroundings {
  readonly database: DatabaseAccess;
  /** Links to the vendors; absent where nothing of the region needs them. */
  readonly vendors?: { readonly replicate: number; readonly ably: number; readonly webhooks: number };
}

/** Requests cost virtual CPU, and the services of the bed scale by it. */
export interface VirtualCpuOptions {
  readonly cpuMsPerRequest: number;
}

/** The services of a region, each with its smallest number of instances. */
export function servicesOf(
  platform: Platform,
  region: Region,
  { database }: RegionSurroundings,
  { virtualCpu, mutants = {} }: Pick<BedOptions, 'virtualCpu' | 'mutants'> = {},
): SupervisedService[] {
  if (!serves(region, 'api')) return [];
  return platform.services.map((service) => ({
    id: service.id,
    instances: service.scaling.minInstances,
    liveness: service.liveness,
    readiness: service.readiness,
    config: {
      database: { ...database, ...(mutants.commit && { commit: mutants.commit }) },
      ...(mutants.answers && { answers: mutants.answers }),
      ...(mutants.jobs === 'dropped' && { jobs: mutants.jobs }),
      ...(mutants.keys && { keys: mutants.keys }),
      ...(mutants.breakers && { breakers: mutants.breakers }),
      resources: service.resources,
      models: platform.gpu?.models ?? [],
      livenessPath: service.liveness.path,
      readinessPath: service.readiness.path,
      ...(virtualCpu && { virtualCpu: { ...virtualCpu, limitMilli: limitOf(service) } }),
    },
    ...(virtualCpu && { autoscaling: autoscalingOf(platform, service) }),
  }));
}

const limitOf = ({ container }: ApiService) => container.resources.limits.cpuMilli;

export const autoscalingOf = ({ cost }: Platform, { scaling, container }: ApiService): AutoscalingConfig => ({
  minReplicas: scaling.minInstances,
  maxReplicas: scaling.maxInstances,
  targetCpuPercent: scaling.targetCpuPercent,
  requestMilli: container.resources.requests.cpuMilli,
  memory: {
    targetPercent: scaling.targetMemoryPercent,
    requestMib: container.resources.requests.memoryMib,
  },
  scaleDownDelaySeconds: cost.optimization?.compute?.autoScaling?.scaleDownDelaySeconds,
});

/** The workers of a region: one for every queue, and one for its GPU cluster. */
export function workersOf(
  platform: Platform,
  region: Region,
  surroundings: RegionSurroundings,
  { mutants = {} }: Pick<BedOptions, 'mutants'> = {},
): SupervisedWorker[] {
  return [
    ...queueWorkers(platform, region, surroundings, mutants),
    ...gpuWorkers(platform, region, surroundings, mutants),
  ];
}

function queueWorkers(
  platform: Platform,
  region: Region,
  { database, vendors }: RegionSurroundings,
  { jobs, deliveries, breakers }: Mutants,
): SupervisedWorker[] {
  if (!serves(region, 'workers')) return [];
  const channel = platform.realtime?.channels[0];
  return platform.workers.flatMap((pool) =>
    pool.queues.map((queue): SupervisedWorker => {
      const config: Omit<WorkerConfig, 'identity'> = {
        database,
        queue,
        effect: pool.effects?.[queue] ?? 'process',
        resources: allResources(platform.services),
        timeoutSeconds: pool.timeoutSeconds,
        ...(vendors && { webhookUrl: `http://127.0.0.1:${vendors.webhooks}/events` }),
        ...(vendors && channel !== undefined && { realtime: { port: vendors.ably, channel } }),
        ...(jobs === 'early' && { jobs }),
        ...(deliveries && { deliveries }),
        ...(breakers && { breakers }),
      };
      return { program: 'worker', name: `${pool.id}-${queue}`, service: pool.id, config };
    }),
  );
}

function gpuWorkers(
  { gpu, services, workers, prices }: Platform,
  region: Region,
  { database, vendors }: RegionSurroundings,
  { jobs, breakers }: Mutants,
): SupervisedWorker[] {
  if (gpu === undefined || vendors === undefined || !serves(region, 'gpu')) return [];
  const service = gpuService(gpu);
  return gpu.clusters
    .filter((cluster) => cluster.region === region.id)
    .map(({ gpuType, minInstances }): SupervisedWorker => {
      const config: Omit<GpuWorkerConfig, 'identity'> = {
        database,
        provider: gpu.provider,
        gpuType,
        models: gpu.models,
        baseUrl: `http://127.0.0.1:${vendors.replicate}/v1`,
        concurrency: minInstances,
        ...priceOf(prices, gpu.provider, gpuType),
        resources: allResources(services),
        timeoutSeconds: workers[0]?.timeoutSeconds ?? defaultPredictionSeconds,
        ...(jobs === 'early' && { jobs }),
        ...(breakers && { breakers }),
      };
      return { program: 'gpu-worker', name: service, service, config };
    });
}

const secondsPer: Partial<Record<Platform['prices'][number]['per'], number>> = { second: 1, hour: 3600 };

/** Of a GPU second; nothing where the catalog knows no price, which is not a price of 0. */
function priceOf(prices: Platform['prices'], provider: string, gpuType: string) {
  const known = prices.find((price) => price.provider === provider && price.item === gpuType);
  const seconds = known && secondsPer[known.per];
  return known === undefined || seconds === undefined ? {} : { priceUsdPerSecond: known.usd / seconds };
}

/** Where the catalog limits no worker. */
const defaultPredictionSeconds = 300;

function allResources(services: readonly ApiService[]) {
  return services.flatMap(({ resources }) => resources);
}
