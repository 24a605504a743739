import { type Metric, type OpenMetricsContentType, Registry } from 'prom-client';
import type { Distribution, Exemplar, MetricStore, StoredMetric, Value } from './metric-store.js';
import { collectRuntimeMetrics } from './runtime-metrics.js';

/** What Prometheus asks for by `Accept`. OpenMetrics has exemplars. */
export type MetricsFormat = 'prometheus' | 'openmetrics';

interface Sample {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  /** Labels that the samples of a series share; prom-client formats them once per object. */
  readonly sharedLabels?: Readonly<Record<string, string>>;
  readonly value: number;
  readonly exemplar?: {
    readonly labelSet: object;
    readonly value: number;
    readonly timestamp: number;
  } | null;
}

interface Exposed {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly values: readonly Sample[];
}

/** Everything that a scrape shows: the metrics of the store and those of the runtime, written by prom-client. */
export class Exposition {
  readonly #store: MetricStore;
  readonly #registries = {
    prometheus: new Registry(),
    openmetrics: new Registry<OpenMetricsContentType>(),
  } satisfies Record<MetricsFormat, unknown>;
  #shown = 0;

  constructor(store: MetricStore, commonLabels: Readonly<Record<string, string>>) {
    this.#store = store;
    this.#registries.openmetrics.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    for (const registry of Object.values(this.#registries)) registry.setDefaultLabels(commonLabels);
    this.#exposeRuntime();
  }

  /** The registry with the metrics of the runtime in it. */
  get registry(): Registry {
    return this.#registries.prometheus;
  }

  contentType(format: MetricsFormat): string {
    return this.#registries[format].contentType;
  }

  async text(format: MetricsFormat): Promise<string> {
    for (; this.#shown < this.#store.metrics.length; this.#shown++) {
      const metric = this.#store.metrics[this.#shown] as StoredMetric;
      const { name, help, type } = metric;
      const read = async () => ({ name, help, type, values: samplesOf(metric) });
      register(this.#registries.prometheus, read, name);
      register(this.#registries.openmetrics, async () => asOpenMetrics(await read()), name);
    }
    return this.#registries[format].metrics();
  }

  #exposeRuntime(): void {
    collectRuntimeMetrics(this.registry);
    for (const metric of this.registry.getMetricsAsArray()) {
      const read = async () =>
        asOpenMetrics((await (metric as unknown as Metric).get()) as unknown as Exposed);
      register(this.#registries.openmetrics, read, metric.name);
    }
  }
}

/** Makes a metric of ours look like one of prom-client's. */
function register(
  registry: Pick<Registry, 'registerMetric'>,
  read: () => Promise<Exposed>,
  name: string,
): void {
  registry.registerMetric({ name, getForPromString: read, get: read } as unknown as Metric);
}

/** OpenMetrics names a counter without `_total`, and prom-client adds it again to its samples. */
function asOpenMetrics(metric: Exposed): Exposed {
  return metric.type === 'counter' ? { ...metric, name: metric.name.replace(/_total$/, '') } : metric;
}

function samplesOf(metric: StoredMetric): Sample[] {
  const { name } = metric;
  if (metric.type !== 'histogram') {
    return Array.from(metric.series as Iterable<Value>, ({ labels, value }) => ({ labels, value }));
  }
  const samples: Sample[] = [];
  const { buckets } = metric;
  for (const {
    labels: sharedLabels,
    counts,
    sum,
    count,
    exemplars,
  } of metric.series as Iterable<Distribution>) {
    let cumulative = 0;
    counts.forEach((observations, index) => {
      cumulative += observations;
      samples.push({
        metricName: `${name}_bucket`,
        labels: { le: buckets[index] ?? '+Inf' },
        sharedLabels,
        value: cumulative,
        exemplar: exemplarOf(exemplars?.[index]),
      });
    });
    samples.push(
      { metricName: `${name}_sum`, labels: {}, sharedLabels, value: sum },
      { metricName: `${name}_count`, labels: {}, sharedLabels, value: count },
    );
  }
  return samples;
}

function exemplarOf(exemplar: Exemplar | undefined): NonNullable<Sample['exemplar']> | null {
  if (!exemplar) return null;
  return { labelSet: exemplar.labels, value: exemplar.value, timestamp: exemplar.atMs / 1000 };
}
