import type { Probe } from '@attest/platform';
import type { ApiConfig, GpuWorkerConfig, WorkerConfig } from '../services/config.js';

/** What a region's supervisor is told: what runs here, and how often. */
export interface SupervisorConfig {
  readonly region: string;
  readonly environment: string;
  readonly revision: string;
  /** Every instance writes `<region>.<instance>.log` into it. */
  readonly logDirectory: string;
  readonly services: readonly SupervisedService[];
  readonly workers: readonly SupervisedWorker[];
  /** Where to listen, by the names of `SupervisorPorts`, so that a region that comes back is found where it was. */
  readonly ports: Readonly<Record<string, number>>;
}

/** An HTTP service: instances behind one ingress. */
export interface SupervisedService {
  readonly id: string;
  readonly instances: number;
  /** How the number of instances follows the load; without it, it stays. */
  readonly autoscaling?: AutoscalingConfig;
  readonly liveness: Probe;
  readonly readiness: Probe;
  /** Of `programs/api.js`, but for who it is. */
  readonly config: Omit<ApiConfig, 'identity'>;
}

/** The HorizontalPodAutoscaler of a service, on its virtual CPU and the memory of its processes. */
export interface AutoscalingConfig {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly targetCpuPercent: number;
  /** Kubernetes' request of the container, in thousandths of a core. */
  readonly requestMilli: number;
  /** Left out: nothing scales by memory. */
  readonly memory?: { readonly targetPercent: number; readonly requestMib: number };
  readonly scaleDownDelaySeconds: number | undefined;
}

/** A program without a listener of its own; one instance. */
export type SupervisedWorker =
  | {
      readonly program: 'worker';
      /** Names the instance, e.g. `<pool>-<queue>`. */
      readonly name: string;
      /** Id of the pool, as metrics carry it. */
      readonly service: string;
      readonly config: Omit<WorkerConfig, 'identity'>;
    }
  | {
      readonly program: 'gpu-worker';
      readonly name: string;
      readonly service: string;
      readonly config: Omit<GpuWorkerConfig, 'identity'>;
    };
