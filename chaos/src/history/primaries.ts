import type { EpochEvent } from './history-event.js';

export interface Primary {
  readonly epoch: number;
  readonly region: string;
}

/**
 * Who was primary when. Epoch lines say so; before the first of them it is the region that all acknowledgements of the
 * earlier epochs name. Where these name several regions nobody is taken for the primary: a guess would accuse replicas.
 */
export class Primaries {
  readonly #lines: readonly EpochEvent[];
  readonly #initial: Primary | undefined;

  constructor(lines: readonly EpochEvent[], regionsByEpoch: ReadonlyMap<number, ReadonlySet<string>>) {
    this.#lines = lines;
    const announced = new Set(lines.map(({ epoch }) => epoch));
    const regions = new Set<string>();
    for (const [epoch, names] of regionsByEpoch) {
      if (!announced.has(epoch)) for (const name of names) regions.add(name);
    }
    const [region] = regions;
    if (regions.size === 1 && region !== undefined) {
      this.#initial = { epoch: Number.NEGATIVE_INFINITY, region };
    }
  }

  get areUnknown(): boolean {
    return this.#lines.length === 0 && this.#initial === undefined;
  }

  /** The primary of the newest epoch at this time. */
  at(t: number): Primary | undefined {
    let newest = this.#initial;
    for (const line of this.#lines) {
      if (line.t <= t && (newest === undefined || line.epoch >= newest.epoch)) newest = line;
    }
    return newest;
  }

  /** The newest epoch, up to this time, whose primary this node was; undefined for a node that only ever followed. */
  epochOf(node: string, t: number): number | undefined {
    let newest = this.#initial?.region === node ? this.#initial.epoch : undefined;
    for (const line of this.#lines) {
      if (line.t <= t && line.region === node && (newest === undefined || line.epoch > newest)) {
        newest = line.epoch;
      }
    }
    return newest;
  }
}
