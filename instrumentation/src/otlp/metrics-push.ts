import type { MetricsPushConfiguration } from '../configuration/metrics-push.js';
import type { StoredMetric } from '../metrics/metric-store.js';
import { Deltas } from './deltas.js';
import { metricsRequest } from './metrics-request.js';
import { encodeProtobuf, metricsRequestSchema } from './protobuf.js';
import { type SendDependencies, sendOtlp } from './send.js';

export interface MetricsPushOptions {
  readonly settings: MetricsPushConfiguration;
  /** OpenTelemetry resource attributes. */
  readonly resource: Readonly<Record<string, string>>;
  readonly read: () => readonly StoredMetric[] | Promise<readonly StoredMetric[]>;
  readonly onFailure: (reason: 'export_failed' | 'refused') => void;
  readonly dependencies?: SendDependencies;
}

export interface MetricsPush {
  /** Resolves when everything recorded before the call was sent, or could not be sent in time. Never rejects. */
  push(): Promise<void>;
}

/** In a process that only waits for this, the timer must keep it alive: a delay between retries is short. */
const system: SendDependencies = {
  fetch: (...request) => fetch(...request),
  nowMs: Date.now,
  after: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** Sends the metrics of this process as OTLP. However many ask, one request is under way and at most one waits. */
export function createMetricsPush(options: MetricsPushOptions): MetricsPush {
  const { settings, resource, read, onFailure, dependencies = system } = options;
  const { temporality } = settings;
  const deltas = new Deltas();
  let startMs = dependencies.nowMs();
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const pushOnce = async (): Promise<void> => {
    const current = await read();
    const nowMs = dependencies.nowMs();
    const delta = temporality === 'delta' ? deltas.since(current) : undefined;
    const request = metricsRequest(delta?.metrics ?? current, { resource, temporality, startMs, nowMs });
    const body =
      settings.protocol === 'http/protobuf'
        ? encodeProtobuf(metricsRequestSchema, request)
        : new TextEncoder().encode(JSON.stringify(request));
    const outcome = await sendOtlp(body, settings, dependencies);
    if (outcome === 'failed') return onFailure('export_failed');
    if (outcome !== 'ok') onFailure('refused');
    if (!delta) return;
    // What was refused would be refused again, and would keep everything after it from arriving.
    delta.acknowledge();
    startMs = nowMs;
  };
  const run = (): Promise<void> =>
    pushOnce()
      .catch(() => onFailure('export_failed'))
      .finally(() => {
        running = undefined;
      });

  return {
    push() {
      if (next) return next;
      if (!running) {
        running = run();
        return running;
      }
      next = running.then(() => {
        next = undefined;
        running = run();
        return running;
      });
      return next;
    },
  };
}
