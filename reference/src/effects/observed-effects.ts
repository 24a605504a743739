import type { ObservedEffects } from '@attest/chaos';
import type { Platform } from '@attest/platform';
import { probeEventType } from '../faults/ask-vendor.js';
import type { Received } from '../vendors/config.js';
import { allQueues, charge, gpuQueues, image, jobIn, webhook, webhookQueues } from './effect-kinds.js';
import type { StoredJobs, StoredWrite } from './stored-effects.js';

/** What a vendor received, and how much of it the vendor no longer keeps. */
export interface ReceivedBy {
  readonly received: readonly Pick<Received, 'dedupKey' | 'body'>[];
  readonly dropped: number;
}

export interface EffectFacts {
  readonly writes: readonly StoredWrite[];
  readonly jobs: readonly StoredJobs[];
  readonly events: ReceivedBy;
  readonly predictions: ReceivedBy;
}

/**
 * What has come of every write, by the keys that their clients gave them. What belongs to no stored write is told under a name of its
 * own: it was brought about for nothing.
 */
export function observedEffects(
  platform: Platform,
  { writes, jobs, events, predictions }: EffectFacts,
): ObservedEffects[] {
  const keyOfId = new Map(writes.map(({ id, key }) => [id, key]));
  const keyOfContent = new Map(writes.map(({ content, key }) => [content, key]));
  const writeOf = (id: string) => keyOfId.get(id) ?? `resource ${id}`;
  const pending = (queues: readonly string[]) =>
    sum(jobs.filter(({ queue, state }) => queues.includes(queue) && isUnderWay(state)));
  const images = gpuQueues(platform);
  const delivering = webhookQueues(platform);

  const found: ObservedEffects[] = allQueues(platform).map((queue) => ({
    kind: jobIn(queue),
    rows: rowsOf(
      jobs
        .filter((job) => job.queue === queue && job.state === 'completed')
        .map(({ resource_id, count }) => [writeOf(resource_id), count]),
    ),
    pending: pending([queue]),
    forgotten: 0,
    atLeastOnce: false,
  }));
  if (delivering.length > 0) {
    // The customer leaves out what has an id that was there before: each id was felt once.
    const sent = events.received.filter(({ body }) => !isProbe(body));
    const felt = new Map(sent.map((event) => [event.dedupKey, idOf(event.body)]));
    found.push({
      kind: webhook,
      rows: rowsOf(
        [...felt].map(([eventId, id]) => [id === undefined ? `event ${eventId}` : writeOf(id), 1]),
      ),
      pending: pending(delivering),
      forgotten: events.dropped,
      atLeastOnce: false,
    });
  }
  if (images.length > 0) {
    const asked = predictions.received.map(({ dedupKey, body }) => ({
      id: String(dedupKey),
      prompt: promptOf(body),
    }));
    const promptById = new Map(asked.map(({ id, prompt }) => [id, prompt]));
    const made = writes.filter(({ result, content }) => promptById.get(predictionIn(result)) === content);
    const common = { pending: pending(images), forgotten: predictions.dropped };
    found.push(
      { kind: image, rows: rowsOf(made.map(({ key }) => [key, 1])), ...common, atLeastOnce: false },
      {
        kind: charge,
        rows: rowsOf(
          asked.map(({ id, prompt }) => [keyOfContent.get(prompt ?? '') ?? `prediction ${id}`, 1]),
        ),
        ...common,
        atLeastOnce: true,
      },
    );
  }
  return found;
}

const isUnderWay = (state: StoredJobs['state']) => state === 'waiting' || state === 'active';

const sum = (counted: readonly { readonly count: number }[]) =>
  counted.reduce((total, { count }) => total + count, 0);

function rowsOf(pairs: readonly (readonly [id: string, count: number])[]): ObservedEffects['rows'] {
  const counts = new Map<string, number>();
  for (const [id, count] of pairs) counts.set(id, (counts.get(id) ?? 0) + count);
  return [...counts].map(([id, count]) => ({ id, count }));
}

/** Sent by the game day itself, to see whether its fault works. */
const isProbe = (body: unknown) => (body as { type?: unknown } | null)?.type === probeEventType;

/** Of the resource that an event is about. */
function idOf(body: unknown): string | undefined {
  const { id } = (body as { data?: { id?: unknown } } | null)?.data ?? {};
  return typeof id === 'string' ? id : undefined;
}

function promptOf(body: unknown): string | undefined {
  const { prompt } = (body ?? {}) as { prompt?: unknown };
  return typeof prompt === 'string' ? prompt : undefined;
}

/** Images are named by the prediction that made them. */
function predictionIn(result: string | null): string {
  return /([0-9a-z]+)\.png$/.exec(result ?? '')?.[1] ?? '';
}
