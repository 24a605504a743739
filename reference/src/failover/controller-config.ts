import type { FailoverConfig } from '@attest/controllers/failover';
import type { Mutants } from '../bed-options.js';

/** What `programs/failover-controller.js` is told; reports the ports `admin` and `metrics`. */
export interface FailoverControllerConfig {
  readonly environment: string;
  readonly revision: string;
  /** Of `failoverConfig(platform, …)`. */
  readonly failover: FailoverConfig;
  readonly services: readonly ProbedService[];
  /** How each region is reached from outside all regions. */
  readonly regions: Readonly<Record<string, RegionAccess>>;
  readonly dns: { readonly queryPort: number; readonly adminPort: number };
  readonly edge: { readonly adminPort: number; readonly ports: Readonly<Record<string, number>> };
  readonly channels: ChannelsConfig;
  readonly journalFile: string;
  /** What the controller does wrong on purpose; nothing unless given. */
  readonly mutants?: Pick<Mutants, 'promotion' | 'fencing'>;
}

export interface ProbedService {
  readonly id: string;
  readonly livenessPath: string;
  /** Asked through the edge to see who serves, e.g. a list of one row: it reads the database. */
  readonly probePath: string;
}

export interface RegionAccess {
  /** Link to the region's ingress, by service. */
  readonly ingress: Readonly<Record<string, number>>;
  /** Link to the region's database. */
  readonly postgres: number;
  /** Links that this region's database streams through, by the region it follows. */
  readonly upstreams: Readonly<Record<string, number>>;
}

/** Where notices go, by the catalog's name of the channel. */
export interface ChannelsConfig {
  /** Events API v2. */
  readonly pagerduty?: { readonly url: string; readonly routingKey: string };
  /** Incoming webhook. */
  readonly slack?: { readonly url: string };
  readonly email?: { readonly smtpPort: number; readonly from: string; readonly to: string };
}
