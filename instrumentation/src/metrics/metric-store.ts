import {
  type CounterName,
  contract,
  type GaugeName,
  type HistogramName,
  type MetricDefinition,
  type MetricName,
  type MetricType,
} from '../contract/index.js';
import { TelemetryError } from '../telemetry-error.js';
import type { Counter, ExemplarLabels, Gauge, Histogram } from './instruments.js';
import { type LabelValues, SeriesTable } from './series-table.js';

export interface Value {
  readonly labels: LabelValues;
  value: number;
}

export interface Distribution {
  readonly labels: LabelValues;
  /** Observations per bucket, not cumulative; the last one is +Inf. */
  readonly counts: number[];
  sum: number;
  count: number;
  /** The last observation per bucket whose trace is recorded; undefined while there is none at all. */
  exemplars: (Exemplar | undefined)[] | undefined;
}

export interface Exemplar {
  readonly labels: ExemplarLabels;
  readonly value: number;
  readonly atMs: number;
}

/** A metric and its series, for whoever exports them. */
export type StoredMetric = { readonly name: MetricName; readonly help: string } & (
  | { readonly type: 'counter' | 'gauge'; readonly series: Iterable<Value> }
  | {
      readonly type: 'histogram';
      readonly buckets: readonly number[];
      readonly series: Iterable<Distribution>;
    }
);

export type DropReason =
  | 'invalid_value'
  | 'collect_failed'
  | 'collect_timeout'
  | 'prediction_forgotten'
  | 'not_loaded'
  | 'failed'
  | 'queue_full'
  | 'export_failed'
  | 'export_timeout'
  | 'refused'
  | 'rate_limited'
  | 'shut_down';

export type DroppedSignal = 'metrics' | 'traces' | 'errors' | 'transactions' | 'profiles';

type AnyInstrument = Counter & Gauge & Histogram;

/** Holds every series in plain numbers; how they leave the process (scrape, push) is not its business. */
export class MetricStore {
  readonly #instruments = new Map<MetricName, Partial<AnyInstrument>>();
  readonly #metrics: StoredMetric[] = [];

  get metrics(): readonly StoredMetric[] {
    return this.#metrics;
  }

  counter<M extends CounterName>(name: M): Counter<M> {
    return this.#instrument(name, 'counter') as Counter<M>;
  }

  gauge<M extends GaugeName>(name: M): Gauge<M> {
    return this.#instrument(name, 'gauge') as Gauge<M>;
  }

  histogram<M extends HistogramName>(name: M): Histogram<M> {
    return this.#instrument(name, 'histogram') as Histogram<M>;
  }

  dropped(reason: DropReason, signal: DroppedSignal = 'metrics', count = 1): void {
    this.counter('telemetry_dropped_total').inc({ signal, reason }, count);
  }

  #instrument(name: MetricName, type: MetricType): Partial<AnyInstrument> {
    const existing = this.#instruments.get(name);
    const definition = contract[name] as MetricDefinition | undefined;
    if (!definition) {
      throw new TelemetryError('unknown-metric', `${String(name)} is not a metric of the contract.`, {
        fix: 'Use a name from @attest/instrumentation/contract, or add the metric there.',
      });
    }
    if (definition.type !== type) {
      throw new TelemetryError('wrong-metric-type', `${name} is a ${definition.type}, not a ${type}.`, {
        fix: `Use telemetry.${definition.type}('${name}').`,
      });
    }
    if (existing) return existing;
    const created = this.#create(name, definition);
    this.#instruments.set(name, created);
    return created;
  }

  #create(name: MetricName, definition: MetricDefinition): Partial<AnyInstrument> {
    const overflow = (label: string): void => {
      // Its own overflow cannot be counted in itself without end.
      if (name === 'telemetry_cardinality_overflow_total') return;
      this.counter('telemetry_cardinality_overflow_total').inc({ metric: name, label });
    };
    if (definition.type === 'histogram') {
      const { buckets } = definition;
      const table = new SeriesTable<Distribution>(
        definition.labels,
        (labels) => ({
          labels,
          counts: new Array<number>(buckets.length + 1).fill(0),
          sum: 0,
          count: 0,
          exemplars: undefined,
        }),
        overflow,
      );
      this.#metrics.push({ name, help: definition.help, type: 'histogram', buckets, series: table });
      return {
        zero: (labels: LabelValues) => void table.at(labels),
        observe: (labels: LabelValues, value: number, exemplar?: ExemplarLabels) => {
          if (!Number.isFinite(value)) return this.dropped('invalid_value');
          const series = table.at(labels);
          let bucket = 0;
          while (bucket < buckets.length && value > (buckets[bucket] as number)) bucket++;
          series.counts[bucket] = (series.counts[bucket] as number) + 1;
          series.sum += value;
          series.count += 1;
          if (!exemplar) return;
          series.exemplars ??= new Array<Exemplar | undefined>(buckets.length + 1).fill(undefined);
          series.exemplars[bucket] = { labels: exemplar, value, atMs: Date.now() };
        },
      } as Partial<AnyInstrument>;
    }
    const table = new SeriesTable<Value>(definition.labels, (labels) => ({ labels, value: 0 }), overflow);
    this.#metrics.push({ name, help: definition.help, type: definition.type, series: table });
    // Without labels there is nothing to wait for: the first scrape already shows 0, so that a rate sees the first event.
    if (definition.labels.length === 0 && definition.type === 'counter') table.at({});
    const add = (labels: LabelValues, value: number): void => {
      if (Number.isFinite(value)) table.at(labels).value += value;
      else this.dropped('invalid_value');
    };
    if (definition.type === 'counter') {
      return {
        inc: (labels: LabelValues, value = 1) =>
          value < 0 ? this.dropped('invalid_value') : add(labels, value),
      } as Partial<AnyInstrument>;
    }
    return {
      inc: (labels: LabelValues, value = 1) => add(labels, value),
      dec: (labels: LabelValues, value = 1) => add(labels, -value),
      set: (labels: LabelValues, value: number) => {
        if (!Number.isFinite(value)) return this.dropped('invalid_value');
        table.at(labels).value = value;
      },
      remove: (labels: LabelValues) => table.delete(labels),
    } as Partial<AnyInstrument>;
  }
}
