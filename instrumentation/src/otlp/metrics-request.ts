import type { Distribution, StoredMetric, Value } from '../metrics/metric-store.js';

// The JSON shape of OTLP, which is also what the protobuf encoding is made of.
// Source: opentelemetry-proto v1, metrics.proto; OTLP specification, "JSON Protobuf Encoding".

export type Temporality = 'cumulative' | 'delta';

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue: string };
}

interface Point {
  readonly attributes: readonly Attribute[];
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
}

export interface NumberPoint extends Point {
  readonly asDouble: number;
}

export interface HistogramPoint extends Point {
  readonly count: string;
  readonly sum: number;
  readonly bucketCounts: readonly string[];
  readonly explicitBounds: readonly number[];
}

export interface OtlpMetric {
  readonly name: string;
  readonly description: string;
  readonly gauge?: { readonly dataPoints: readonly NumberPoint[] };
  readonly sum?: {
    readonly dataPoints: readonly NumberPoint[];
    readonly aggregationTemporality: number;
    readonly isMonotonic: true;
  };
  readonly histogram?: {
    readonly dataPoints: readonly HistogramPoint[];
    readonly aggregationTemporality: number;
  };
}

/** ExportMetricsServiceRequest. */
export interface MetricsRequest {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeMetrics: readonly {
      readonly scope: { readonly name: string };
      readonly metrics: readonly OtlpMetric[];
    }[];
  }[];
}

export interface RequestContext {
  readonly resource: Readonly<Record<string, string>>;
  readonly temporality: Temporality;
  /** Since when sums count: the start of the process (cumulative) or the push before (delta). */
  readonly startMs: number;
  readonly nowMs: number;
}

const scopeName = '@attest/instrumentation';
const temporalities: Readonly<Record<Temporality, number>> = { delta: 1, cumulative: 2 };

/**
 * Metrics as one request. Names, and so the names in Prometheus, are those of the scrape: they go without a unit, for which a
 * receiver would append another suffix.
 */
export function metricsRequest(metrics: Iterable<StoredMetric>, context: RequestContext): MetricsRequest {
  const encoded: OtlpMetric[] = [];
  for (const metric of metrics) {
    const one = encode(metric, context);
    if (one) encoded.push(one);
  }
  return {
    resourceMetrics: [
      {
        resource: { attributes: attributesOf(context.resource) },
        scopeMetrics: [{ scope: { name: scopeName }, metrics: encoded }],
      },
    ],
  };
}

function encode(metric: StoredMetric, context: RequestContext): OtlpMetric | undefined {
  const point = (labels: Readonly<Record<string, string>>): Point => ({
    attributes: attributesOf(labels),
    startTimeUnixNano: nanoseconds(context.startMs),
    timeUnixNano: nanoseconds(context.nowMs),
  });
  const { name, help: description } = metric;
  const aggregationTemporality = temporalities[context.temporality];
  if (metric.type === 'histogram') {
    const { buckets } = metric;
    const dataPoints = Array.from(
      metric.series as Iterable<Distribution>,
      ({ labels, counts, sum, count }): HistogramPoint => ({
        ...point(labels),
        count: String(count),
        sum,
        bucketCounts: counts.map(String),
        explicitBounds: buckets,
      }),
    );
    return dataPoints.length === 0
      ? undefined
      : { name, description, histogram: { dataPoints, aggregationTemporality } };
  }
  const dataPoints: NumberPoint[] = [];
  for (const { labels, value } of metric.series as Iterable<Value>) {
    // The mean of nothing, as Node.js tells it, is no number: JSON has none, and a receiver would refuse everything for it.
    if (Number.isFinite(value)) dataPoints.push({ ...point(labels), asDouble: value });
  }
  if (dataPoints.length === 0) return undefined;
  return metric.type === 'gauge'
    ? { name, description, gauge: { dataPoints } }
    : { name, description, sum: { dataPoints, aggregationTemporality, isMonotonic: true } };
}

function attributesOf(labels: Readonly<Record<string, string>>): Attribute[] {
  return Object.entries(labels).map(([key, stringValue]) => ({ key, value: { stringValue } }));
}

/** Milliseconds become a text, because nanoseconds since 1970 are no safe integer. */
function nanoseconds(milliseconds: number): string {
  return `${Math.trunc(milliseconds)}000000`;
}
