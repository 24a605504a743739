import type { QueueReading } from './instrument-queue.js';

/** The part of BullMQ's Queue that is read. Source: https://api.docs.bullmq.io/classes/v5.Queue.html */
export interface BullmqQueue {
  getJobCounts(): Promise<Readonly<Record<string, number>>>;
  getJobs(
    types: 'waiting',
    start: number,
    end: number,
    ascending: boolean,
  ): Promise<readonly ({ readonly timestamp: number } | undefined)[]>;
}

/** `instrumentQueue(telemetry, { queue: 'webhooks', read: readBullmq(queue) })` */
export function readBullmq(queue: BullmqQueue, nowMs: () => number = Date.now): () => Promise<QueueReading> {
  return async () => {
    const [depthByState, [oldest]] = await Promise.all([
      queue.getJobCounts(),
      queue.getJobs('waiting', 0, 0, true),
    ]);
    return {
      depthByState,
      oldestAgeSeconds: oldest
        ? Math.max(0, nowMs() - oldest.timestamp) / 1000
        : emptyAge(depthByState.waiting),
    };
  };
}

/** Between the two questions a job may have come: then its age is not known, which is not 0. */
function emptyAge(waiting: number | undefined): number | undefined {
  return waiting === 0 ? 0 : undefined;
}
