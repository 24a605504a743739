import {
  maximumSeriesPerMetric,
  maximumValuesPerLabel,
  overflowValue,
  seriesOverflowLabel,
} from '../contract/values.js';

export type LabelValues = Readonly<Record<string, string>>;

interface Entry<Series> {
  readonly values: readonly string[];
  readonly series: Series;
}

type Branch<Series> = Map<string, Branch<Series> | Entry<Series>>;

export interface Limits {
  readonly valuesPerLabel: number;
  readonly seriesPerMetric: number;
}

const contractLimits: Limits = {
  valuesPerLabel: maximumValuesPerLabel,
  seriesPerMetric: maximumSeriesPerMetric,
};

/**
 * The series of one metric, found by one map lookup per label (no key is built on the hot path), and bounded: values and
 * series beyond the limits are recorded under `__overflow__`.
 */
export class SeriesTable<Series> {
  readonly #names: readonly string[];
  readonly #create: (labels: LabelValues) => Series;
  readonly #onOverflow: (label: string) => void;
  readonly #limits: Limits;
  readonly #root: Branch<Series> = new Map();
  readonly #uses: Map<string, number>[];
  readonly #entries = new Set<Entry<Series>>();

  constructor(
    names: readonly string[],
    create: (labels: LabelValues) => Series,
    onOverflow: (label: string) => void,
    limits: Limits = contractLimits,
  ) {
    // One level at least, so that a metric without labels needs no path of its own.
    this.#names = names.length === 0 ? [''] : names;
    this.#create = create;
    this.#onOverflow = onOverflow;
    this.#limits = limits;
    this.#uses = this.#names.map(() => new Map());
  }

  get size(): number {
    return this.#entries.size;
  }

  at(labels: LabelValues): Series {
    const names = this.#names;
    let node: Branch<Series> | Entry<Series> | undefined = this.#root;
    for (let index = 0; index < names.length; index++) {
      node = (node as Branch<Series>).get(text(labels[names[index] as string]));
      if (node === undefined) return this.#admit(labels);
    }
    return (node as Entry<Series>).series;
  }

  /** Forgets a series, so that it is absent from the next exposition. */
  delete(labels: LabelValues): void {
    const values = this.#names.map((name) => text(labels[name]));
    const branch = this.#branch(values, false);
    const entry = branch?.get(values.at(-1) as string) as Entry<Series> | undefined;
    if (!branch || !entry) return;
    branch.delete(values.at(-1) as string);
    this.#entries.delete(entry);
    values.forEach((value, index) => {
      const uses = this.#uses[index] as Map<string, number>;
      const left = (uses.get(value) ?? 1) - 1;
      if (left > 0) uses.set(value, left);
      else uses.delete(value);
    });
  }

  *[Symbol.iterator](): Iterator<Series> {
    for (const entry of this.#entries) yield entry.series;
  }

  #admit(labels: LabelValues): Series {
    const values = this.#names.map((name, index) => {
      const value = text(labels[name]);
      const uses = this.#uses[index] as Map<string, number>;
      if (uses.has(value) || uses.size < this.#limits.valuesPerLabel) return value;
      this.#onOverflow(name);
      return overflowValue;
    });
    const known = this.#branch(values, false)?.get(values.at(-1) as string);
    if (known) return (known as Entry<Series>).series;
    if (this.#entries.size < this.#limits.seriesPerMetric) return this.#insert(values);
    this.#onOverflow(seriesOverflowLabel);
    const overflow = this.#names.map(() => overflowValue);
    const existing = this.#branch(overflow, false)?.get(overflowValue);
    return existing ? (existing as Entry<Series>).series : this.#insert(overflow);
  }

  #insert(values: readonly string[]): Series {
    const labels: Record<string, string> = {};
    this.#names.forEach((name, index) => {
      const value = values[index] as string;
      const uses = this.#uses[index] as Map<string, number>;
      uses.set(value, (uses.get(value) ?? 0) + 1);
      if (value !== '') labels[name] = value;
    });
    const entry = { values, series: this.#create(labels) };
    this.#branch(values, true)?.set(values.at(-1) as string, entry);
    this.#entries.add(entry);
    return entry.series;
  }

  /** The map that holds the last label of these values. */
  #branch(values: readonly string[], create: boolean): Branch<Series> | undefined {
    let branch = this.#root;
    for (const value of values.slice(0, -1)) {
      let next = branch.get(value) as Branch<Series> | undefined;
      if (!next) {
        if (!create) return undefined;
        next = new Map();
        branch.set(value, next);
      }
      branch = next;
    }
    return branch;
  }
}

/** JavaScript callers may pass anything; a missing value is an absent label. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : String(value);
}
