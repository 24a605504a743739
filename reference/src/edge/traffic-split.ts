/** Which of a service's revisions a request is for. */
export type Track = 'baseline' | 'canary';

/**
 * Tells the ingress of a region which revision a request is for. Only the edge says so: what clients send under this name is
 * dropped on the way.
 */
export const trackHeader = 'x-attest-track';

/**
 * Splits the requests of a service by weight. Each is decided by itself, so the share is exact in expectation whatever the
 * pattern of the traffic; a fixed sequence would send every twentieth client of a regular load to the canary, and always the same.
 * An edge that starts sends everything to the baseline.
 */
export class TrafficSplit {
  #canaryWeight = 0;

  /** @param random uniform in [0, 1) */
  constructor(private readonly random: () => number = Math.random) {}

  /** Share of the requests that the canary gets, 0–1. */
  get canaryWeight(): number {
    return this.#canaryWeight;
  }

  /** @throws RangeError when it is no share */
  send(canaryWeight: number): void {
    if (!(canaryWeight >= 0 && canaryWeight <= 1))
      throw new RangeError(`canaryWeight is ${canaryWeight}; it is a share from 0 to 1`);
    this.#canaryWeight = canaryWeight;
  }

  next(): Track {
    return this.random() < this.#canaryWeight ? 'canary' : 'baseline';
  }
}
