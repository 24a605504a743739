import type { CapacityAnswer } from '@attest/evidence';
import type { CapacityFlags } from '../commands/capacity.js';

/**
 * The exit code of a capacity run, from the one of its claims: a promised rate is held against the knee; a breakpoint run asks where
 * it is, not whether it is high enough.
 */
export function capacityExitCode(
  claims: 0 | 1 | 3,
  { profile, promisedRate }: Pick<CapacityFlags, 'profile' | 'promisedRate'>,
  capacity: Pick<CapacityAnswer, 'knee' | 'defects'> | undefined,
): 0 | 1 | 3 {
  const { value = null, high = null, lowerBound = false } = capacity?.knee ?? {};
  const isSound = value !== null && capacity?.defects.length === 0;
  // Not enough is what failed at the promised rate or below it. What only held below it may hold there too.
  if (promisedRate !== undefined && isSound && high !== null && high <= promisedRate) return 1;
  if (promisedRate !== undefined && claims === 0 && (value === null || value < promisedRate)) return 3;
  if (profile !== 'breakpoint') return claims;
  const isEnough = promisedRate !== undefined && value !== null && value >= promisedRate;
  return isSound && (!lowerBound || isEnough) ? 0 : 3;
}
