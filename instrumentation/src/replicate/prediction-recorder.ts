import type { Prediction } from 'replicate';
import { unknownValue } from '../contract/values.js';
import type { Telemetry } from '../telemetry.js';
import { modelLabel } from './model-label.js';
import { type PredictionFacts, predictionFacts } from './prediction-facts.js';

export interface ReplicateOptions {
  /** Kind of GPU that predictions run on, e.g. `A100`, for all models or by model. Default `unknown`. */
  readonly gpu?: string | Readonly<Record<string, string>>;
  /** Allow-list of models. Default: that of startTelemetry. */
  readonly models?: readonly string[];
  /** List price of a second, for all GPUs or by GPU; without it no cost is emitted. */
  readonly priceUsdPerSecond?: number | Readonly<Record<string, number>>;
}

interface Running {
  readonly model: string;
  readonly startMs: number;
}

/** More predictions than this are never in flight in one process; the oldest is forgotten, and counted as dropped. */
const maximumRunning = 10_000;

/** What is known of the predictions of one client: which are in flight, and what those that ended took and cost. */
export class PredictionRecorder {
  readonly #telemetry: Telemetry;
  readonly #options: ReplicateOptions;
  readonly #duration;
  readonly #queued;
  readonly #seconds;
  readonly #cost;
  readonly #inFlight;
  readonly #running = new Map<string, Running>();
  /** Webhooks may come more than once, and in another process than the one that asked. */
  readonly #ended = new Set<string>();

  constructor(telemetry: Telemetry, options: ReplicateOptions) {
    this.#telemetry = telemetry;
    this.#options = options;
    this.#duration = telemetry.histogram('gpu_prediction_duration_seconds');
    this.#queued = telemetry.histogram('gpu_prediction_queue_seconds');
    this.#seconds = telemetry.counter('gpu_predict_seconds_total');
    this.#cost = telemetry.counter('gpu_cost_usd_total');
    this.#inFlight = telemetry.gauge('gpu_predictions_in_flight');
  }

  modelOf(model: unknown): string {
    return modelLabel(this.#options.models ?? this.#telemetry.models, model);
  }

  /** A prediction was created, and whoever created it will see its end. */
  started(prediction: Prediction, model: string, startMs: number): void {
    this.#running.set(prediction.id, { model, startMs });
    this.#inFlight.inc(this.#labels(model));
    if (this.#running.size > maximumRunning) this.abandon(this.#running.keys().next().value as string);
    this.seen(prediction);
  }

  /** A prediction could not be created. */
  refused(model: string, startMs: number): void {
    this.#duration.observe({ ...this.#labels(model), outcome: 'failure' }, secondsSince(startMs));
  }

  /** The provider showed a prediction that was created here. It counts when this shows that it has ended. */
  seen(prediction: Prediction): void {
    const facts = predictionFacts(prediction);
    const known = facts && this.#forget(prediction.id);
    if (facts && known) this.#record(known.model, facts, secondsSince(known.startMs));
  }

  /** The provider says by webhook how a prediction ended, whichever process created it. */
  told(prediction: Prediction): void {
    const facts = predictionFacts(prediction);
    if (!facts || this.#ended.has(prediction.id)) return;
    this.#ended.add(prediction.id);
    if (this.#ended.size > maximumRunning) this.#ended.delete(this.#ended.keys().next().value as string);
    const known = this.#forget(prediction.id);
    this.#record(
      known?.model ?? this.modelOf(prediction.model),
      facts,
      known ? secondsSince(known.startMs) : undefined,
    );
  }

  /** Nobody will see the end of this prediction. */
  abandon(id: string): void {
    if (this.#forget(id)) this.#telemetry.dropped('prediction_forgotten');
  }

  #forget(id: string): Running | undefined {
    const known = this.#running.get(id);
    if (known && this.#running.delete(id)) this.#inFlight.dec(this.#labels(known.model));
    return known;
  }

  #record(model: string, facts: PredictionFacts, elapsedSeconds: number | undefined): void {
    const labels = this.#labels(model);
    const seconds = facts.durationSeconds ?? elapsedSeconds;
    if (seconds !== undefined) this.#duration.observe({ ...labels, outcome: facts.outcome }, seconds);
    if (facts.queueSeconds !== undefined) this.#queued.observe(labels, facts.queueSeconds);
    if (facts.predictSeconds === undefined) return;
    this.#seconds.inc(labels, facts.predictSeconds);
    const { priceUsdPerSecond: prices } = this.#options;
    const price = typeof prices === 'object' ? prices[labels.gpu] : prices;
    if (price !== undefined) this.#cost.inc(labels, facts.predictSeconds * price);
  }

  #labels(model: string) {
    const { gpu = unknownValue } = this.#options;
    return {
      provider: 'replicate',
      model,
      gpu: typeof gpu === 'object' ? (gpu[model] ?? unknownValue) : gpu,
    };
  }
}

function secondsSince(startMs: number): number {
  return (performance.now() - startMs) / 1000;
}
