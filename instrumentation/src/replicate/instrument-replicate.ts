import type Replicate from 'replicate';
import type { Prediction } from 'replicate';
import { unknownValue } from '../contract/values.js';
import type { Telemetry } from '../telemetry.js';
import { modelLabel } from './model-label.js';
import { predictionFacts } from './prediction-facts.js';

export interface ReplicateOptions {
  /** Kind of GPU that the predictions run on, e.g. `A100`. Default `unknown`. */
  readonly gpu?: string;
  /** Allow-list of models. Default: that of startTelemetry. */
  readonly models?: readonly string[];
  /** List price of the GPU; without it no cost is emitted. */
  readonly priceUsdPerSecond?: number;
}

interface Running {
  readonly model: string;
  readonly startMs: number;
}

/** More predictions than this are never in flight in one process; the oldest is forgotten, and counted as dropped. */
const maximumRunning = 10_000;

/**
 * Wraps the methods of a real client, which is returned: predictions.create, .get and .cancel, wait and run, and those of
 * deployments. A prediction counts once, when one of these shows that it has ended.
 */
export function instrumentReplicate<R extends Replicate>(
  client: R,
  telemetry: Telemetry,
  options: ReplicateOptions = {},
): R {
  if (!telemetry.enabled) return client;
  const { gpu = unknownValue, models = telemetry.models, priceUsdPerSecond } = options;
  const duration = telemetry.histogram('gpu_prediction_duration_seconds');
  const queued = telemetry.histogram('gpu_prediction_queue_seconds');
  const seconds = telemetry.counter('gpu_predict_seconds_total');
  const cost = telemetry.counter('gpu_cost_usd_total');
  const inFlight = telemetry.gauge('gpu_predictions_in_flight');
  const running = new Map<string, Running>();
  const labelsOf = (model: string) => ({ provider: 'replicate', model, gpu });

  const forget = (id: string): Running | undefined => {
    const known = running.get(id);
    if (known && running.delete(id)) inFlight.dec(labelsOf(known.model));
    return known;
  };
  const started = (prediction: Prediction, model: string, startMs: number): void => {
    running.set(prediction.id, { model, startMs });
    inFlight.inc(labelsOf(model));
    if (running.size > maximumRunning) {
      forget(running.keys().next().value as string);
      telemetry.dropped('prediction_forgotten');
    }
    seen(prediction);
  };
  const seen = (prediction: Prediction): void => {
    const facts = predictionFacts(prediction);
    const known = facts && forget(prediction.id);
    if (!facts || !known) return;
    const labels = labelsOf(known.model);
    const elapsedSeconds = (performance.now() - known.startMs) / 1000;
    duration.observe({ ...labels, outcome: facts.outcome }, facts.durationSeconds ?? elapsedSeconds);
    if (facts.queueSeconds !== undefined) queued.observe(labels, facts.queueSeconds);
    if (facts.predictSeconds === undefined) return;
    seconds.inc(labels, facts.predictSeconds);
    if (priceUsdPerSecond !== undefined) cost.inc(labels, facts.predictSeconds * priceUsdPerSecond);
  };

  const creating =
    <A extends unknown[]>(create: (...values: A) => Promise<Prediction>, modelOf: (values: A) => unknown) =>
    async (...values: A): Promise<Prediction> => {
      const startMs = performance.now();
      try {
        const prediction = await create(...values);
        started(prediction, modelLabel(models, modelOf(values) ?? prediction.model), startMs);
        return prediction;
      } catch (error) {
        const labels = labelsOf(modelLabel(models, modelOf(values)));
        duration.observe({ ...labels, outcome: 'failure' }, (performance.now() - startMs) / 1000);
        throw error;
      }
    };
  const showing =
    <A extends unknown[]>(call: (...values: A) => Promise<Prediction>) =>
    async (...values: A): Promise<Prediction> => {
      const prediction = await call(...values);
      seen(prediction);
      return prediction;
    };

  const { predictions, deployments } = client;
  predictions.create = creating(predictions.create, ([request]) =>
    'model' in request ? request.model : undefined,
  );
  deployments.predictions.create = creating(deployments.predictions.create, () => undefined);
  predictions.get = showing(predictions.get);
  predictions.cancel = showing(predictions.cancel);
  client.wait = showing(client.wait.bind(client));
  client.run = runForgetting(client.run.bind(client), (id) => {
    if (forget(id)) telemetry.dropped('prediction_forgotten');
  });
  return client;
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
