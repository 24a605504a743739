import type { ReleaseDefect } from '@attest/chaos';
import type { QueueEffect, Resource } from '@attest/platform';
import type { AnswerMutant } from '../mutants/mutant-answers.js';
import type { BreakerMutant } from './breaker.js';
import type { TableShape } from './table-shape.js';

/** Who a program is, in its metrics, its headers and its database connections. */
export interface Identity {
  /** Id in the catalog of the service or of the pool of workers. */
  readonly service: string;
  /** Unique within the bed, e.g. `<service>-2`. */
  readonly instance: string;
  readonly region: string;
  readonly environment: string;
  /** Revision that is deployed, sent as `x-revision`. */
  readonly revision: string;
}

/** How a program finds the database that takes writes, and what it may ask of it. */
export interface DatabaseAccess {
  /** UDP port of the bed's DNS server. */
  readonly dnsPort: number;
  /** Local port of the link to each region's database, by region. */
  readonly links: Readonly<Record<string, number>>;
  readonly database: string;
  readonly user: string;
  /** Tried in turn; none where the server asks for none. */
  readonly passwords?: readonly string[];
  /** How commits are weakened on purpose; unless given they are as durable as the database promises. */
  readonly commit?: 'local' | 'cancelled';
  /** Connections of this program; default 20 for an API, 4 for a worker. */
  readonly maxConnections?: number;
}

/** `programs/api.js`; reports the ports `http` and `metrics`. */
export interface ApiConfig {
  readonly identity: Identity;
  readonly database: DatabaseAccess;
  readonly resources: readonly Resource[];
  /** Models that a resource fulfilled by GPU workers may name. */
  readonly models: readonly string[];
  readonly livenessPath: string;
  readonly readinessPath: string;
  /** Requests cost CPU that is only reckoned, up to the limit; without it they cost what they cost. */
  readonly virtualCpu?: VirtualCpuConfig;
  /** How the service lies on purpose; unless given it does not. */
  readonly answers?: AnswerMutant;
  /** `dropped`: it stores writes without their jobs, on purpose. */
  readonly jobs?: 'dropped';
  /** `lost`: it stores a write again whose key it has, on purpose. */
  readonly keys?: 'lost';
  /** How circuit breakers are wrong on purpose; unless given they work. */
  readonly breakers?: BreakerMutant;
  /** The tables as this revision knows them; `original` unless given. */
  readonly shape?: TableShape;
  /** What is wrong with this revision, in experiments; nothing when left out. */
  readonly defect?: ReleaseDefect;
}

export interface VirtualCpuConfig {
  /** Kubernetes' limit of the container, in thousandths of a core. */
  readonly limitMilli: number;
  readonly cpuMsPerRequest: number;
}

/** Finds the table of a job's resource; jobs of resources that are not listed are dead letters. */
export interface StoredResources {
  /** Every resource of every service. */
  readonly resources: readonly Resource[];
  /** `early`: jobs are over before they have done anything, on purpose. */
  readonly jobs?: 'early';
}

/** The realtime vendor through the region's link, and the channel to publish to. */
export interface RealtimeAccess {
  readonly port: number;
  readonly channel: string;
}

/** `programs/worker.js`, one queue; reports the port `metrics`. */
export interface WorkerConfig extends StoredResources {
  readonly identity: Identity;
  readonly database: DatabaseAccess;
  readonly queue: string;
  readonly effect: QueueEffect;
  /** Needed by `deliver-webhook`: where customers listen, through the region's link. */
  readonly webhookUrl?: string;
  /** Needed by `process-and-publish`. */
  readonly realtime?: RealtimeAccess;
  /** A job that takes longer is ended and counts as a failed attempt. */
  readonly timeoutSeconds: number;
  /** Attempts before a job is a dead letter; default 8. */
  readonly maxAttempts?: number;
  /** `renamed`: every attempt to deliver an event has an id of its own, on purpose. */
  readonly deliveries?: 'renamed';
  /** How circuit breakers are wrong on purpose; unless given they work. */
  readonly breakers?: BreakerMutant;
}

/** `programs/gpu-worker.js`; reports the port `metrics`. */
export interface GpuWorkerConfig extends StoredResources {
  readonly identity: Identity;
  readonly database: DatabaseAccess;
  readonly provider: string;
  readonly gpuType: string;
  /** List price of the GPU; without it no cost is counted. */
  readonly priceUsdPerSecond?: number;
  readonly models: readonly string[];
  /** REST endpoint of the GPU vendor through the region's link, e.g. `http://127.0.0.1:40001/v1`. */
  readonly baseUrl: string;
  /** Predictions at a time; default 10. */
  readonly concurrency?: number;
  readonly timeoutSeconds: number;
  readonly maxAttempts?: number;
  /** How circuit breakers are wrong on purpose; unless given they work. */
  readonly breakers?: BreakerMutant;
}
