import {
  type ApiService,
  defaultPool,
  type Platform,
  type Price,
  reservedConnections,
} from '@attest/platform';
import { syncPeriodSeconds } from '../autoscaler/autoscaler.js';
import { type ScaleUpStep, scaleUp } from './scale-up.js';

export interface PlanOptions {
  /** Requests a second, for each service. */
  readonly rps: number;
  /** Milliseconds of CPU that a request costs. */
  readonly cpuMsPerRequest: number;
  /** Connections that each instance may open to the database. */
  readonly poolSize: number;
}

export interface ServicePlan {
  readonly service: string;
  readonly product: string;
  /** So many keep CPU at its target, within minimum and maximum; connections and cost are theirs. */
  readonly instances: number;
  /** Where the autoscaler comes to rest on its way up: within its tolerance of the target. */
  readonly restsAt: number;
  readonly minInstances: number;
  readonly maxInstances: number;
  readonly utilizationPercent: number;
  /** Requests a second that are not served even then; above 0, the maximum is too small. */
  readonly unservedRps: number;
  /** From the minimum, as the autoscaler of Kubernetes would climb; the first entry is where it begins. */
  readonly steps: readonly ScaleUpStep[];
  /** At most, from the load's arrival until the last instance may take traffic. */
  readonly secondsToScale: number;
  readonly connections: number;
  /** `null` where no price is known. */
  readonly usdPerHour: number | null;
}

export interface GpuPlan {
  readonly region: string;
  readonly gpuType: string;
  readonly minInstances: number;
  readonly maxInstances: number;
  readonly usdPerHourAtMinimum: number | null;
  readonly usdPerHourAtMaximum: number | null;
}

export interface CapacityPlan {
  readonly options: PlanOptions;
  /** CPU of a request is assumed, not measured. */
  readonly modelled: true;
  readonly services: readonly ServicePlan[];
  readonly database: {
    readonly connections: number;
    /** `max_connections` without those that are kept back for superusers. */
    readonly available: number;
    readonly fits: boolean;
  };
  readonly gpu: readonly GpuPlan[];
  readonly usdPerHour: { readonly known: number; readonly unknown: readonly string[] };
}

/** What a load needs, from the catalog and the arithmetic of the autoscaler. */
export function capacityPlan(platform: Platform, options: PlanOptions): CapacityPlan {
  const services = platform.services.map((service) => planService(service, platform, options));
  const connections = services.reduce((sum, plan) => sum + plan.connections, 0);
  const available = platform.database.settings.maxConnections - reservedConnections.count;
  const gpu = gpuPlans(platform);
  const costs = [
    ...services.map(({ service, usdPerHour }) => ({ of: service, usd: usdPerHour })),
    ...gpu.map((cluster) => ({
      of: `${cluster.gpuType} in ${cluster.region}`,
      usd: cluster.usdPerHourAtMinimum,
    })),
  ];
  return {
    options,
    modelled: true,
    services,
    database: { connections, available, fits: connections <= available },
    gpu,
    usdPerHour: {
      known: costs.reduce((sum, { usd }) => sum + (usd ?? 0), 0),
      unknown: costs.filter(({ usd }) => usd === null).map(({ of }) => of),
    },
  };
}

function planService(service: ApiService, platform: Platform, options: PlanOptions): ServicePlan {
  const { prices, cost } = platform;
  const scaleDownDelaySeconds = cost.optimization?.compute?.autoScaling?.scaleDownDelaySeconds;
  const { scaling, readiness } = service;
  const steps = scaleUp(service, options.rps, options.cpuMsPerRequest, scaleDownDelaySeconds);
  const last = steps.at(-1);
  const instances = instancesFor(service, options);
  const hourly = instanceUsdPerHour(service, prices);
  return {
    service: service.id,
    product: service.product,
    instances,
    restsAt: last?.instances ?? scaling.minInstances,
    minInstances: scaling.minInstances,
    maxInstances: scaling.maxInstances,
    utilizationPercent: last?.utilizationPercent ?? 0,
    unservedRps: last?.excessRps ?? 0,
    steps,
    // The load may arrive right after a decision, and a new instance is asked whether it is ready only after its delay.
    secondsToScale:
      steps.length === 1 ? 0 : syncPeriodSeconds + (last?.t ?? 0) + readiness.initialDelaySeconds,
    connections: instances * options.poolSize,
    usdPerHour: hourly === null ? null : instances * hourly,
  };
}

/** A thousandth of a core is a millisecond of CPU a second. */
function instancesFor({ scaling, container }: ApiService, { rps, cpuMsPerRequest }: PlanOptions): number {
  const { minInstances, maxInstances, targetCpuPercent } = scaling;
  // Multiplied out, so that whole numbers stay whole.
  const wanted = (rps * cpuMsPerRequest * 100) / (container.resources.requests.cpuMilli * targetCpuPercent);
  return Math.min(maxInstances, Math.max(minInstances, Math.ceil(wanted)));
}

/** By what an instance requests; what it may use beyond is the node's. */
function instanceUsdPerHour({ container }: ApiService, prices: readonly Price[]): number | null {
  const { cpuMilli, memoryMib } = container.resources.requests;
  const hourly = (item: string) => prices.find((price) => price.item === item && price.per === 'hour')?.usd;
  const [cpu, memory] = [hourly('vCPU'), hourly('GB of memory')];
  return cpu === undefined || memory === undefined
    ? null
    : (cpuMilli / 1000) * cpu + (memoryMib / 1024) * memory;
}

function gpuPlans({ gpu, prices }: Platform): GpuPlan[] {
  return (gpu?.clusters ?? []).map(({ region, gpuType, minInstances, maxInstances }) => {
    const price = prices.find(
      ({ provider, item, per }) => provider === gpu?.provider && item === gpuType && per === 'hour',
    );
    return {
      region,
      gpuType,
      minInstances,
      maxInstances,
      usdPerHourAtMinimum: price === undefined ? null : minInstances * price.usd,
      usdPerHourAtMaximum: price === undefined ? null : maxInstances * price.usd,
    };
  });
}

/** The usual client's, where nobody says otherwise. */
export const defaultPoolSize = defaultPool.max;
