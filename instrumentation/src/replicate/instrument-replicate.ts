import type Replicate from 'replicate';
import type { Prediction } from 'replicate';
import type { Telemetry } from '../telemetry.js';
import { TelemetryError } from '../telemetry-error.js';
import { PredictionRecorder, type ReplicateOptions } from './prediction-recorder.js';

const recorders = new WeakMap<Replicate, PredictionRecorder>();

/** How often and for how long a prediction is asked for whose stream has ended. */
const streamEndIntervalMs = 500;
const streamEndMs = 60_000;

/** Set by stream() on what it passes to predictions.create: tells the id of what was created. Symbols are never sent. */
const created = Symbol('attest.created');

/**
 * Wraps the methods of a real client, which is returned: predictions.create, .get and .cancel, wait, run and stream, and those of
 * deployments. A prediction counts once, when one of these shows that it has ended; one that was created with a webhook counts
 * where `recordWebhook` is told of its end.
 */
export function instrumentReplicate<R extends Replicate>(
  client: R,
  telemetry: Telemetry,
  options: ReplicateOptions = {},
): R {
  if (!telemetry.enabled) return client;
  const recorder = new PredictionRecorder(telemetry, options);
  recorders.set(client, recorder);

  const creating =
    <A extends unknown[]>(create: (...values: A) => Promise<Prediction>, requestOf: (values: A) => Request) =>
    async (...values: A): Promise<Prediction> => {
      const startMs = performance.now();
      const request = requestOf(values);
      try {
        const prediction = await create(...values);
        request[created]?.(prediction);
        // Its end is told to whoever serves the webhook, which may be another process.
        if (request.webhook) return prediction;
        recorder.started(prediction, recorder.modelOf(request.model ?? prediction.model), startMs);
        return prediction;
      } catch (error) {
        recorder.refused(recorder.modelOf(request.model), startMs);
        throw error;
      }
    };
  const showing =
    <A extends unknown[]>(call: (...values: A) => Promise<Prediction>) =>
    async (...values: A): Promise<Prediction> => {
      const prediction = await call(...values);
      recorder.seen(prediction);
      return prediction;
    };

  const { predictions, deployments } = client;
  predictions.create = creating(predictions.create, ([request]) => request);
  deployments.predictions.create = creating(deployments.predictions.create, (values) => ({
    ...(values[2] as Request),
    model: undefined,
  }));
  predictions.get = showing(predictions.get);
  predictions.cancel = showing(predictions.cancel);
  client.wait = showing(client.wait.bind(client));
  client.run = runForgetting(client.run.bind(client), (id) => recorder.abandon(id));
  client.stream = streamFollowing(client.stream.bind(client), async (prediction) => {
    const endMs = performance.now() + streamEndMs;
    const interval = { interval: streamEndIntervalMs };
    await client.wait(prediction, interval, async () => performance.now() > endMs).catch(() => {});
    recorder.abandon(prediction.id);
  });
  return client;
}

/**
 * Records how a prediction ended that was created with a webhook: to be called with the body of the webhook, after
 * `validateWebhook`. What comes twice counts once.
 */
export function recordWebhook(client: Replicate, prediction: Prediction): void {
  const recorder = recorders.get(client);
  if (!recorder) {
    throw new TelemetryError('invalid-target', 'recordWebhook was given a client that is not instrumented.', {
      fix: 'Pass the client that instrumentReplicate returned.',
    });
  }
  recorder.told(prediction);
}

/** What can be asked for by `model` or `version`. */
interface Request {
  readonly model?: string | undefined;
  readonly webhook?: string;
  readonly [created]?: (prediction: Prediction) => void;
}

/** run() goes through predictions.create and wait, but may return while a prediction still runs, which nobody then watches. */
function runForgetting(run: Replicate['run'], forget: (id: string) => void): Replicate['run'] {
  return async (identifier, options, progress) => {
    let id: string | undefined;
    try {
      return await run(identifier, options, (prediction) => {
        id = prediction.id;
        progress?.(prediction);
      });
    } finally {
      if (id !== undefined) forget(id);
    }
  };
}

/** stream() never shows the prediction, whose end may come after that of its stream. */
function streamFollowing(
  stream: Replicate['stream'],
  follow: (prediction: Prediction) => Promise<void>,
): Replicate['stream'] {
  return async function* streamed(identifier, options) {
    let prediction: Prediction | undefined;
    const telling = {
      ...options,
      [created]: (one: Prediction) => {
        prediction = one;
      },
    };
    try {
      yield* stream(identifier, telling);
    } finally {
      // Not awaited: whoever reads the stream has all of it.
      if (prediction) void follow(prediction);
    }
  };
}
