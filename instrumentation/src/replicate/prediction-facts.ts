import type { Prediction } from 'replicate';

export interface PredictionFacts {
  readonly outcome: 'success' | 'failure';
  /** From creation to end; undefined when the provider does not say. */
  readonly durationSeconds: number | undefined;
  readonly queueSeconds: number | undefined;
  /** GPU time that is paid for. */
  readonly predictSeconds: number | undefined;
}

const ended: Readonly<Record<Prediction['status'], 'success' | 'failure' | undefined>> = {
  starting: undefined,
  processing: undefined,
  succeeded: 'success',
  failed: 'failure',
  canceled: 'failure',
  aborted: 'failure',
};

/** What an ended prediction says about itself; undefined while it runs. Source: Replicate HTTP API, predictions.get. */
export function predictionFacts(prediction: Prediction): PredictionFacts | undefined {
  const outcome = ended[prediction.status];
  if (outcome === undefined) return undefined;
  const { created_at: created, started_at: started, completed_at: completed, metrics } = prediction;
  return {
    outcome,
    durationSeconds: secondsBetween(created, completed),
    queueSeconds: secondsBetween(created, started),
    predictSeconds: metrics?.predict_time ?? secondsBetween(started, completed),
  };
}

function secondsBetween(from: string | undefined, to: string | undefined): number | undefined {
  const seconds = (Date.parse(to ?? '') - Date.parse(from ?? '')) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
