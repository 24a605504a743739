export interface DetectionConfig {
  /** All regions are probed at this interval; one pass is a round. */
  probeIntervalSeconds: number;
  /** A probe that has not answered by then has failed. */
  probeTimeoutSeconds: number;
  /** Rounds in a row that must fail before a trigger is decided. */
  consecutiveFailures: number;
  /** Share of failed requests at the edge, from the catalog's alerting rule. `undefined`: not watched. */
  errorThreshold: number | undefined;
  /** Errors are counted over the last so many seconds … */
  errorSampleSeconds: number;
  /** … and have to stay above the threshold for so long. */
  errorWindowSeconds: number;
  /** Fewer requests than this in a sample say nothing: the rate is then unknown, not zero. */
  errorMinimumRequests: number;
  /** The window starts afresh only when the rate falls below threshold × this, so that it cannot flutter at the threshold. */
  errorClearRatio: number;
  /** After a failover (whatever came of it) the primary must be well for so many rounds before another may start by itself. */
  rearmRounds: number;
}

/**
 * Four rounds 2 s apart: the first failed probe and the fourth are 6 s apart, so a pause of 5 s (a stop-the-world
 * collection, a switch rebooting) or any lost probe cannot trigger, and a real loss is detected within
 * 4 × 2 s + 1.5 s = 9.5 s.
 */
export const defaultDetection = {
  probeIntervalSeconds: 2,
  probeTimeoutSeconds: 1.5,
  consecutiveFailures: 4,
  errorSampleSeconds: 5,
  errorWindowSeconds: 20,
  errorMinimumRequests: 20,
  errorClearRatio: 0.8,
  rearmRounds: 15,
} as const satisfies Omit<DetectionConfig, 'errorThreshold'>;

/** Rounds in which the error rate must be known and above the threshold. */
export const errorRounds = (config: DetectionConfig): number =>
  Math.ceil(config.errorWindowSeconds / config.probeIntervalSeconds);

/** From a fault to its trigger, at most, in seconds: the fault strikes just after a probe was answered. */
export function detectionBoundSeconds(config: DetectionConfig): { region: number; errorRate: number } {
  const { probeIntervalSeconds, probeTimeoutSeconds } = config;
  return {
    region: config.consecutiveFailures * probeIntervalSeconds + probeTimeoutSeconds,
    // A rate barely above the threshold shows only once the sample holds nothing older.
    errorRate: config.errorSampleSeconds + errorRounds(config) * probeIntervalSeconds + probeTimeoutSeconds,
  };
}
