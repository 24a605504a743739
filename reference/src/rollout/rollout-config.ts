import type { CanaryPolicy } from '@attest/controllers';
import type { ChannelsConfig } from '../failover/controller-config.js';

/**
 * What `programs/rollout-controller.js` is told; reports the port `metrics`. It begins when it is sent `{ type: 'begin' }`, and sends
 * every line of its journal as `{ type: 'rollout', line }`.
 */
export interface RolloutControllerConfig {
  readonly environment: string;
  /** Of the platform; that of the baseline. */
  readonly revision: string;
  readonly service: string;
  /** The new revision, whose instances run already. */
  readonly canary: string;
  /** With stages as long as they are to be. */
  readonly policy: CanaryPolicy;
  /** The stages are so many times shorter than the catalog's. */
  readonly timeFactor: number;
  /** The judge looks so often. */
  readonly stepSeconds: number;
  readonly prometheusPort: number;
  readonly edgeAdminPort: number;
  readonly supervisorAdminPort: number;
  readonly channels: Omit<ChannelsConfig, 'email'>;
}
