/** Source: Kubernetes, "Pod lifecycle", restart policy: at once, then 10 s, 20 s, 40 s, … capped at 300 s. */
const firstDelayMs = 10_000;
const longestDelayMs = 300_000;

/** After so long without a crash the count starts again (same source). */
export const crashFreeMs = 600_000;

/** How long to wait before the restart that follows the `crashes`th crash in a row. */
export function restartDelayMs(crashes: number): number {
  if (crashes <= 1) return 0;
  return Math.min(firstDelayMs * 2 ** (crashes - 2), longestDelayMs);
}
