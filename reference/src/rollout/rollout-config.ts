import type { CanaryPolicy } from '@attest/controllers';
import type { ChannelsConfig } from '../failover/controller-config.js';
import type { SwitchMutant } from './switch-mutant.js';

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
  readonly plan: RolloutPlan;
  /** The judge looks so often. */
  readonly stepSeconds: number;
  readonly prometheusPort: number;
  readonly edgeAdminPort: number;
  readonly supervisorAdminPort: number;
  readonly channels: Omit<ChannelsConfig, 'email'>;
  /** How switching lies on purpose; unless given it does not. */
  readonly switching?: SwitchMutant;
}

export type RolloutPlan =
  | {
      readonly kind: 'canary';
      /** With stages as long as they are to be. */
      readonly policy: CanaryPolicy;
      /** The stages are so many times shorter than the catalog's. */
      readonly timeFactor: number;
    }
  /** All of the traffic to the new revision for so long, and back for as long. */
  | { readonly kind: 'blue-green'; readonly seconds: number };
