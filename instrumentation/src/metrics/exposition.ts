import type { Metric, Registry } from 'prom-client';
import type { Distribution, StoredMetric, Value } from './metric-store.js';

interface Sample {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  /** Labels that the samples of a series share; prom-client formats them once per object. */
  readonly sharedLabels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Makes a metric of ours look like one of prom-client's, which writes the text format. */
export function expose(registry: Registry, metric: StoredMetric): void {
  const { name, help, type } = metric;
  const getForPromString = async () => ({ name, help, type, aggregator: 'sum', values: samplesOf(metric) });
  registry.registerMetric({ name, help, type, getForPromString, get: getForPromString } as unknown as Metric);
}

function samplesOf(metric: StoredMetric): Sample[] {
  const { name } = metric;
  if (metric.type !== 'histogram') {
    return Array.from(metric.series as Iterable<Value>, ({ labels, value }) => ({ labels, value }));
  }
  const samples: Sample[] = [];
  for (const { labels: sharedLabels, counts, sum, count } of metric.series as Iterable<Distribution>) {
    let cumulative = 0;
    metric.buckets.forEach((le, index) => {
      cumulative += counts[index] as number;
      samples.push({ metricName: `${name}_bucket`, labels: { le }, sharedLabels, value: cumulative });
    });
    samples.push(
      { metricName: `${name}_bucket`, labels: { le: '+Inf' }, sharedLabels, value: count },
      { metricName: `${name}_sum`, labels: {}, sharedLabels, value: sum },
      { metricName: `${name}_count`, labels: {}, sharedLabels, value: count },
    );
  }
  return samples;
}
