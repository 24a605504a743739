import { randomUUID } from 'node:crypto';

export interface StoredPrediction {
  readonly id: string;
  readonly model: string;
  readonly input: object;
  readonly createdMs: number;
  canceledMs?: number;
}

export type PredictionStatus = 'starting' | 'processing' | 'succeeded' | 'canceled';

/** The first part of a prediction's time is spent waiting for a GPU. */
const startingShare = 0.25;
/** More are never looked up again: the oldest are forgotten. */
const maxKept = 10_000;

/** Predictions whose state follows from the time alone: starting, processing, succeeded after `durationMs`. */
export class Predictions {
  readonly #predictions = new Map<string, StoredPrediction>();

  constructor(
    readonly durationMs: number,
    private readonly nowMs: () => number = Date.now,
  ) {}

  create(model: string, input: object): StoredPrediction {
    const prediction = { id: randomUUID().replaceAll('-', ''), model, input, createdMs: this.nowMs() };
    this.#predictions.set(prediction.id, prediction);
    const [oldest] = this.#predictions.keys();
    if (this.#predictions.size > maxKept && oldest !== undefined) this.#predictions.delete(oldest);
    return prediction;
  }

  find(id: string): StoredPrediction | undefined {
    return this.#predictions.get(id);
  }

  /** Has no effect on one that has ended. */
  cancel(prediction: StoredPrediction): void {
    const status = this.status(prediction);
    if (status === 'starting' || status === 'processing') prediction.canceledMs = this.nowMs();
  }

  ageMs({ createdMs }: StoredPrediction): number {
    return this.nowMs() - createdMs;
  }

  status(prediction: StoredPrediction): PredictionStatus {
    if (prediction.canceledMs !== undefined) return 'canceled';
    const elapsedMs = this.ageMs(prediction);
    if (elapsedMs >= this.durationMs) return 'succeeded';
    return elapsedMs >= this.durationMs * startingShare ? 'processing' : 'starting';
  }

  /** As the vendor's API shows it. Source: https://replicate.com/docs/reference/http#predictions.get */
  present(prediction: StoredPrediction): Record<string, unknown> {
    const { id, model, input, createdMs, canceledMs } = prediction;
    const status = this.status(prediction);
    const startedMs = createdMs + this.durationMs * startingShare;
    const endedMs = canceledMs ?? createdMs + this.durationMs;
    const started = status !== 'starting' && startedMs <= endedMs;
    const ended = status === 'succeeded' || status === 'canceled';
    return {
      id,
      model,
      version: 'hidden',
      input,
      status,
      logs: '',
      error: null,
      output: status === 'succeeded' ? [`https://images.attest.test/${id}.png`] : null,
      created_at: new Date(createdMs).toISOString(),
      started_at: started ? new Date(startedMs).toISOString() : null,
      completed_at: ended ? new Date(endedMs).toISOString() : null,
      metrics: ended && started ? { predict_time: (endedMs - startedMs) / 1000 } : {},
      urls: { get: `/v1/predictions/${id}`, cancel: `/v1/predictions/${id}/cancel` },
    };
  }
}
