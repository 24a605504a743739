import type { Platform } from '@attest/platform';

/** Labels of every series that rules record for panels, by its name. */
export function recordedSeries(_platform: Platform): ReadonlyMap<string, readonly string[]> {
  return new Map();
}
