import type { Registry } from 'prom-client';
import { contract, type MetricDefinition, type MetricName } from '../contract/index.js';
import { runtime } from '../contract/runtime.js';
import type { Distribution, StoredMetric } from './metric-store.js';
import type { LabelValues } from './series-table.js';

interface PromSample {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number | undefined>>;
  readonly value: number;
}

/** The runtime metrics, which prom-client keeps, in the shape in which all others are kept. */
export async function runtimeMetrics(registry: Registry): Promise<StoredMetric[]> {
  const found: StoredMetric[] = [];
  for (const name of Object.keys(runtime) as (keyof typeof runtime)[]) {
    const metric = registry.getSingleMetric(name);
    if (!metric) continue;
    const { values } = (await metric.get()) as { values: readonly PromSample[] };
    found.push(stored(name, contract[name], values));
  }
  return found;
}

function stored(
  name: MetricName,
  definition: MetricDefinition,
  samples: readonly PromSample[],
): StoredMetric {
  const { help, type } = definition;
  if (type === 'histogram') {
    return {
      name,
      help,
      type,
      buckets: definition.buckets,
      series: distributions(definition.buckets, samples),
    };
  }
  return { name, help, type, series: samples.map(({ labels, value }) => ({ labels: texts(labels), value })) };
}

function distributions(buckets: readonly number[], samples: readonly PromSample[]): Distribution[] {
  const byLabels = new Map<string, Distribution>();
  for (const { metricName, labels: all, value } of samples) {
    const { le, ...rest } = all;
    const labels = texts(rest);
    const key = JSON.stringify(labels);
    const series = byLabels.get(key) ?? {
      labels,
      counts: new Array<number>(buckets.length + 1).fill(0),
      sum: 0,
      count: 0,
      exemplars: undefined,
    };
    byLabels.set(key, series);
    if (le !== undefined) {
      const bucket = le === '+Inf' ? buckets.length : buckets.indexOf(Number(le));
      series.counts[bucket] = value;
    } else if (metricName?.endsWith('_sum')) series.sum = value;
    else series.count = value;
  }
  // prom-client's buckets are cumulative.
  for (const { counts } of byLabels.values()) {
    for (let bucket = counts.length - 1; bucket > 0; bucket--) {
      counts[bucket] = (counts[bucket] as number) - (counts[bucket - 1] as number);
    }
  }
  return [...byLabels.values()];
}

function texts(labels: PromSample['labels']): LabelValues {
  return Object.fromEntries(
    Object.entries(labels)
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) => [name, String(value)]),
  );
}
