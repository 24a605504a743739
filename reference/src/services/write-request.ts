import { createHash } from 'node:crypto';
import type { Resource } from '@attest/platform';
import { gpuQueue } from './table.js';

/** A write that is fit to be stored. */
export interface WriteRequest {
  readonly idempotencyKey: string;
  readonly content: string;
  readonly model: string | null;
  /** What of the request must be the same when its key comes again. */
  readonly fingerprint: string;
  /** Queues that get a job in the same transaction. */
  readonly queues: readonly string[];
}

export interface Problem {
  readonly status: 400 | 422;
  readonly code: string;
  readonly message: string;
}

/** The longest that real services accept, e.g. Stripe. Source: https://docs.stripe.com/api/idempotent_requests */
const maxKeyLength = 255;

/**
 * Checks what a client sent. 400: it cannot be understood; 422: it can, but asks for something that is not there.
 * Text that a database could only store altered (a NUL, half of a surrogate pair) is refused, not repaired.
 */
export function parseWrite(
  resource: Resource,
  models: readonly string[],
  idempotencyKey: string | undefined,
  body: unknown,
): WriteRequest | Problem {
  if (idempotencyKey === undefined || idempotencyKey === '')
    return bad('idempotency-key-missing', 'Writes need the header Idempotency-Key.');
  if (idempotencyKey.length > maxKeyLength)
    return bad('idempotency-key-too-long', `Idempotency-Key may have ${maxKeyLength} characters.`);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return bad('body-not-an-object', 'The body must be a JSON object, sent as application/json.');
  const { content, requested = [], model } = body as Record<string, unknown>;
  if (typeof content !== 'string' || content === '')
    return bad('content-missing', 'content must be a text that is not empty.');
  if (content.includes('\0') || /\p{Surrogate}/u.test(content))
    return unprocessable('content-not-storable', 'content must be well-formed Unicode without NUL.');
  if (!Array.isArray(requested) || !requested.every((queue) => typeof queue === 'string'))
    return bad('requested-not-a-list', 'requested must be a list of names.');
  const known = resource.enqueues.map(({ queue }) => queue);
  const unknown = requested.find((queue) => !known.includes(queue));
  if (unknown !== undefined)
    return unprocessable(
      'requested-unknown',
      `'${unknown}' cannot be requested; there is: ${known.join(', ') || 'nothing'}.`,
    );
  const needsModel = resource.fulfilledBy === 'gpu';
  if (needsModel && typeof model !== 'string') return bad('model-missing', 'model must be a text.');
  if (!needsModel && model !== undefined)
    return bad('model-not-expected', `${resource.path} takes no model.`);
  if (needsModel && !models.includes(model as string))
    return unprocessable('model-unknown', `'${model}' is not offered; there is: ${models.join(', ')}.`);
  const queues = resource.enqueues
    .filter(({ queue, when }) => when === 'always' || requested.includes(queue))
    .map(({ queue }) => queue);
  const asked = needsModel ? (model as string) : null;
  return {
    idempotencyKey,
    content,
    model: asked,
    fingerprint: sha256(JSON.stringify([content, asked, queues])),
    queues: needsModel ? [...queues, gpuQueue(resource)] : queues,
  };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function bad(code: string, message: string): Problem {
  return { status: 400, code, message };
}

function unprocessable(code: string, message: string): Problem {
  return { status: 422, code, message };
}
