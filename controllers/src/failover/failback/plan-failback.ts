import { ControllerError } from '../../controller-error.js';
import type { FailoverConfig } from '../config.js';
import { type FailoverState, isRunning } from '../state.js';
import type { FailbackConfig } from './failback-state.js';
import { failbackGuidance } from './reasons.js';

/**
 * The failback of the failover that a journal tells of.
 *
 * @throws ControllerError `not-configured` when there is nothing to fail back from
 */
export function planFailback(
  state: FailoverState,
  config: FailoverConfig,
  options: Pick<FailbackConfig, 'hasSeeder' | 'discardUnreplicated'>,
): FailbackConfig {
  const why = isRunning(state)
    ? 'a failover is running'
    : state.primary === config.primary
      ? `${config.primary} is primary, as the catalog says`
      : undefined;
  if (why !== undefined)
    throw new ControllerError(
      'not-configured',
      `nothing to fail back: ${why}`,
      failbackGuidance['nothing-to-fail-back'],
    );
  return {
    platform: config.platform,
    old: config.primary,
    current: state.primary,
    // Detached there, the standby received nothing more, so that its promotion began a timeline at this position at the latest.
    forkLsn: state.run?.heard[state.primary]?.flushedLsn,
    replication: config.replication,
    channels: config.channels,
    ...options,
  };
}
