import { Batcher } from '../batcher.js';
import type { Job } from '../job.js';
import { postJson } from '../post-json.js';

/** What a stand-in accepts as `key name:secret`; nothing is protected by it. */
const authorization = `Basic ${Buffer.from('reference.key:stand-in').toString('base64')}`;
/** A vendor that is away must not fill the memory; who listens reads the resource when it comes back. */
const maxWaiting = 1000;
const maxMessages = 100;

export interface RealtimeOptions {
  /** REST endpoint of the vendor. Source: https://ably.com/docs/api/rest-api#publish */
  readonly baseUrl: string;
  readonly channel: string;
  readonly post?: typeof postJson;
}

/** Tells subscribers about processed resources: many messages in one request, at most once, and never in the way of a job. */
export function realtimeChannel({ baseUrl, channel, post = postJson }: RealtimeOptions): (job: Job) => void {
  const url = `${baseUrl}/channels/${encodeURIComponent(channel)}/messages`;
  let waiting = 0;
  const batcher = new Batcher<Job>(async (jobs) => {
    waiting -= jobs.length;
    const messages = jobs.map((job) => ({ name: `${job.resource}.processed`, data: { id: job.resourceId } }));
    await post(url, { authorization }, messages);
  }, maxMessages);
  return (job) => {
    if (waiting >= maxWaiting) return;
    waiting += 1;
    batcher.add(job).catch(() => undefined);
  };
}
