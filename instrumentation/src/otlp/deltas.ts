import type { Distribution, StoredMetric, Value } from '../metrics/metric-store.js';

interface Delta {
  /** What was counted since the last acknowledged delta; gauges as they are. */
  readonly metrics: readonly StoredMetric[];
  /** To be called once a receiver has taken it; until then the next delta holds it as well. */
  acknowledge(): void;
}

type Counted = Value | Distribution;

/** Differences between the numbers of now and those that a receiver has taken. */
export class Deltas {
  #taken = new Map<string, Counted>();

  since(metrics: Iterable<StoredMetric>): Delta {
    const now = new Map<string, Counted>();
    const changed: StoredMetric[] = [];
    const differences = <T extends Counted>(
      name: string,
      series: Iterable<T>,
      minus: (current: T, taken: T | undefined) => T | undefined,
    ): T[] => {
      const found: T[] = [];
      for (const one of series) {
        const key = keyOf(name, one);
        const difference = minus(one, this.#taken.get(key) as T | undefined);
        now.set(key, copyOf(one));
        if (difference) found.push(difference);
      }
      return found;
    };
    for (const metric of metrics) {
      if (metric.type === 'gauge') changed.push(metric);
      else if (metric.type === 'counter') {
        changed.push({
          ...metric,
          series: differences(metric.name, metric.series as Iterable<Value>, value),
        });
      } else {
        const series = metric.series as Iterable<Distribution>;
        changed.push({ ...metric, series: differences(metric.name, series, distribution) } as StoredMetric);
      }
    }
    return {
      metrics: changed,
      acknowledge: () => {
        this.#taken = now;
      },
    };
  }
}

/** Zero is told once, so that a series exists before its first event. */
function value(current: Value, taken: Value | undefined): Value | undefined {
  const difference = current.value - (taken?.value ?? 0);
  return taken && difference === 0 ? undefined : { labels: current.labels, value: difference };
}

function distribution(current: Distribution, taken: Distribution | undefined): Distribution | undefined {
  if (!taken) return copyOf(current);
  if (current.count === taken.count) return undefined;
  return {
    labels: current.labels,
    counts: current.counts.map((count, bucket) => count - (taken.counts[bucket] as number)),
    sum: current.sum - taken.sum,
    count: current.count - taken.count,
    exemplars: undefined,
  };
}

function copyOf<T extends Counted>(one: T): T {
  return 'counts' in one ? { ...one, counts: [...one.counts] } : { ...one };
}

function keyOf(name: string, { labels }: Counted): string {
  return `${name} ${JSON.stringify(labels)}`;
}
