import type { Platform } from '@attest/platform';

/** The promised 99th percentile, from the rule that guards it. */
export function promisedP99Ms(platform: Platform): number {
  return platform.monitoring.rules.find(({ indicator }) => indicator === 'p99_latency')?.threshold ?? 1000;
}
