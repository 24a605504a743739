import type { Reading } from '../metrics/collectors.js';
import type { Telemetry } from '../telemetry.js';

export interface QueueReading {
  /** Jobs by state, e.g. `{ waiting: 3, active: 1 }`. */
  readonly depthByState: Readonly<Record<string, number>>;
  /** Age of the oldest waiting job; 0 when none waits; undefined when it is not known. */
  readonly oldestAgeSeconds?: number | undefined;
}

export interface QueueOptions {
  readonly queue: string;
  readonly read: () => Promise<QueueReading>;
  /** Limit for `read`. Default 2. */
  readonly timeoutSeconds?: number;
}

/** Depth and oldest age of a queue, read at scrape time. Returns the function that ends it. */
export function instrumentQueue(telemetry: Telemetry, options: QueueOptions): () => void {
  const { queue, read, timeoutSeconds } = options;
  return telemetry.collect(
    async () => {
      const { depthByState, oldestAgeSeconds } = await read();
      const readings: Reading[] = Object.entries(depthByState).map(([state, value]) => ({
        metric: 'queue_jobs',
        labels: { queue, state },
        value,
      }));
      if (oldestAgeSeconds !== undefined) {
        readings.push({ metric: 'queue_oldest_job_age_seconds', labels: { queue }, value: oldestAgeSeconds });
      }
      return readings;
    },
    timeoutSeconds === undefined ? {} : { timeoutSeconds },
  );
}
