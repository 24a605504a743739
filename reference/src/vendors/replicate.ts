import { setTimeout as delay } from 'node:timers/promises';
import type { Mailbox } from './mailbox.js';
import type { Predictions, StoredPrediction } from './predictions.js';
import { jsonObject, textOf, type Vendor, type VendorAnswer, type VendorRequest } from './vendor-server.js';

/** Source: https://replicate.com/docs/topics/predictions/create-a-prediction#sync-mode */
const maxWaitSeconds = 60;

/** Predictions of the GPU vendor. Source: https://replicate.com/docs/reference/http */
export function replicate(models: readonly string[], predictions: Predictions, mailbox: Mailbox): Vendor {
  return async (request) => {
    if (!/^(Bearer|Token) \S/i.test(request.headers.authorization ?? ''))
      return failure(401, 'Unauthenticated', 'You did not pass an authentication token');
    const [, id, cancel] = /^\/v1\/predictions\/([^/]+)(\/cancel)?$/.exec(request.path) ?? [];
    if (id !== undefined && request.method === (cancel === undefined ? 'GET' : 'POST'))
      return known(predictions, id, cancel !== undefined);
    const model = /^\/v1\/models\/([^/]+\/[^/]+)\/predictions$/.exec(request.path)?.[1];
    if (request.method !== 'POST' || (model === undefined && request.path !== '/v1/predictions'))
      return failure(404, 'Not found', 'The requested resource could not be found.');
    return create(models, predictions, mailbox, request, model);
  };
}

async function create(
  models: readonly string[],
  predictions: Predictions,
  mailbox: Mailbox,
  request: VendorRequest,
  modelOfPath: string | undefined,
): Promise<VendorAnswer> {
  const body = jsonObject(request.text);
  if (body === undefined) return failure(400, 'Bad request', 'The body is not a JSON object.');
  const model = modelOfPath ?? textOf(body.version);
  if (model === undefined) return failure(422, 'Input validation failed', '- version is required');
  const known = models.includes(model) || models.includes(model.slice(model.lastIndexOf('/') + 1));
  if (!known && modelOfPath !== undefined)
    return failure(404, 'Not found', 'The requested resource could not be found.');
  if (!known)
    return failure(422, 'Invalid version or not permitted', 'The specified version does not exist.');
  if (typeof body.input !== 'object' || body.input === null)
    return failure(422, 'Input validation failed', '- input is required');
  const prediction = predictions.create(model, body.input);
  mailbox.add({ channel: 'replicate', summary: model, dedupKey: prediction.id, body: body.input });
  await waitFor(prediction, predictions, request.headers.prefer);
  return { status: 201, body: predictions.present(prediction) };
}

/** `Prefer: wait=5` holds the answer back until the prediction has ended, at most so many seconds. */
async function waitFor(
  prediction: StoredPrediction,
  predictions: Predictions,
  prefer: string | string[] | undefined,
): Promise<void> {
  const wait = /^wait(?:=(\d+))?$/.exec(String(prefer ?? ''));
  if (wait === null) return;
  const seconds = Math.min(Number(wait[1] ?? maxWaitSeconds), maxWaitSeconds);
  const endsMs = Math.min(predictions.durationMs, seconds * 1000);
  // A timer may fire a little early; the prediction must have ended by its own clock.
  while (predictions.ageMs(prediction) < endsMs)
    await delay(Math.max(1, Math.ceil(endsMs - predictions.ageMs(prediction))));
}

function known(predictions: Predictions, id: string, cancel: boolean): VendorAnswer {
  const prediction = predictions.find(id);
  if (prediction === undefined)
    return failure(404, 'Not found', 'The requested resource could not be found.');
  if (cancel) predictions.cancel(prediction);
  return { status: 200, body: predictions.present(prediction) };
}

function failure(status: number, title: string, detail: string): VendorAnswer {
  return { status, body: { title, detail, status } };
}
