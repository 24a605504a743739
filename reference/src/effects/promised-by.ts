import type { Stream } from '@attest/loadtests';
import type { Platform } from '@attest/platform';
import { gpuQueue } from '../services/table.js';
import { image, jobIn, webhook, webhookQueues } from './effect-kinds.js';

/**
 * What the platform promises when it acknowledges a write of this stream: each of its jobs once, and what these do for the outside.
 * Messages to the realtime channel are none of it: they are sent at most once, by design.
 */
export function promisedBy(
  platform: Platform,
  entrances: Readonly<Record<string, string>>,
  { kind, url, body }: Pick<Stream, 'kind' | 'url' | 'body'>,
): readonly string[] {
  const resource = platform.services
    .flatMap(({ id, resources }) => resources.map((candidate) => ({ id, candidate })))
    .find(({ id, candidate }) => `${entrances[id]}${candidate.path}` === url)?.candidate;
  if (kind !== 'write' || resource === undefined) return [];
  const requested = Array.isArray(body.requested) ? body.requested : [];
  const queues = resource.enqueues
    .filter(({ queue, when }) => when === 'always' || requested.includes(queue))
    .map(({ queue }) => queue);
  const delivers = webhookQueues(platform).some((queue) => queues.includes(queue));
  return [
    ...queues.map(jobIn),
    ...(delivers ? [webhook] : []),
    ...(resource.fulfilledBy === 'gpu' ? [jobIn(gpuQueue(resource)), image] : []),
  ];
}
