import type { InstanceStatus } from './instance.js';

/** What `GET /status` of a supervisor's admin listener answers. */
export interface SupervisorStatus {
  readonly region: string;
  readonly instances: readonly (InstanceStatus & {
    readonly service: string;
    readonly revision: string;
  })[];
  /** How often an instance ended without having been told to. */
  readonly crashes: number;
  /** Every instance is ready. */
  readonly ready: boolean;
}

/** One element of `GET /targets`. Source: Prometheus, "HTTP SD", the format of `http_sd_config`. */
export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Sent to the parent when an instance ends without having been told to. */
export interface InstanceEnded {
  readonly type: 'instance-ended';
  readonly name: string;
  readonly reason: 'exited' | 'not-alive';
  readonly code: number | null;
  readonly signal: string | null;
  readonly lastLines: readonly string[];
}
