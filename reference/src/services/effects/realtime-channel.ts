import { Batcher } from '../batcher.js';
import type { Job } from '../job.js';

/** A vendor that is away must not fill the memory; who listens reads the resource when it comes back. */
const maxWaiting = 1000;
const maxMessages = 100;

/** What is used of a channel of the vendor's client. */
export interface Channel {
  publish(messages: readonly { readonly name: string; readonly data: unknown }[]): Promise<unknown>;
}

/** Tells subscribers about processed resources: many messages in one publication, at most once, and never in the way of a job. */
export function realtimeChannel(channel: Channel): (job: Job) => void {
  let waiting = 0;
  const batcher = new Batcher<Job>(async (jobs) => {
    waiting -= jobs.length;
    await channel.publish(
      jobs.map((job) => ({ name: `${job.resource}.processed`, data: { id: job.resourceId } })),
    );
  }, maxMessages);
  return (job) => {
    if (waiting >= maxWaiting) return;
    waiting += 1;
    batcher.add(job).catch(() => undefined);
  };
}
