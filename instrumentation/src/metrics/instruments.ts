import type { CounterName, GaugeName, HistogramName, Labels } from '../contract/index.js';

/** Only goes up; values that are negative or not finite are dropped and counted. */
export interface Counter<M extends CounterName = CounterName> {
  inc(labels: Labels<M>, value?: number): void;
}

export interface Gauge<M extends GaugeName = GaugeName> {
  set(labels: Labels<M>, value: number): void;
  inc(labels: Labels<M>, value?: number): void;
  dec(labels: Labels<M>, value?: number): void;
  /** Makes the series absent: unknown is not zero. */
  remove(labels: Labels<M>): void;
}

/** Leads from a bucket to one of the traces that fell into it. */
export interface ExemplarLabels {
  readonly trace_id: string;
  readonly span_id: string;
}

/** Observations are in the unit of the metric (seconds); values that are not finite are dropped and counted. */
export interface Histogram<M extends HistogramName = HistogramName> {
  observe(labels: Labels<M>, value: number, exemplar?: ExemplarLabels): void;
  /** Makes the series present before anything was observed, so that a rate sees the first observation. */
  zero(labels: Labels<M>): void;
}

const nothing = (): void => {};

export const noopCounter: Counter = { inc: nothing };
export const noopGauge: Gauge = { set: nothing, inc: nothing, dec: nothing, remove: nothing };
export const noopHistogram: Histogram = { observe: nothing, zero: nothing };
