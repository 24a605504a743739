import type { Platform } from '../../schema/index.js';

/** A copy of the platform in which something is different: how tests show that a rule fires, and that it stops. */
export function withChange(platform: Platform, change: (copy: Platform) => void): Platform {
  const copy = structuredClone(platform);
  change(copy);
  return copy;
}
