/** Something that takes requests. */
export interface Backend {
  readonly ready: boolean;
  readonly outstanding: number;
}

/** The ready backend with the fewest requests under way; where several have as few, they take turns. */
export class Balancer<B extends Backend> {
  #next = 0;

  constructor(private readonly backends: readonly B[]) {}

  choose(): B | undefined {
    let best: B | undefined;
    let bestIndex = 0;
    for (let step = 0; step < this.backends.length; step += 1) {
      const index = (this.#next + step) % this.backends.length;
      const backend = this.backends[index] as B;
      if (!backend.ready || (best !== undefined && backend.outstanding >= best.outstanding)) continue;
      best = backend;
      bestIndex = index;
    }
    if (best !== undefined) this.#next = bestIndex + 1;
    return best;
  }
}
