/** Something that takes requests. */
export interface Backend {
  /** Can be reached at all. */
  readonly connected: boolean;
  /** Says that it is ready. */
  readonly ready: boolean;
  /** Has left a request unanswered a moment ago. */
  readonly suspect: boolean;
  readonly outstanding: number;
}

/**
 * The ready backend with the fewest requests under way; where several have as few, they take turns. When none is ready, those that
 * are connected: what makes all unready at once is shared, such as the database, and often over before the next probe.
 * Source: Envoy, "Panic threshold". One that leaves requests unanswered is left out before its probe has failed often enough, unless
 * that is so of more than half of them: then it is not them. Source: Envoy, "Outlier detection".
 */
export class Balancer<B extends Backend> {
  #next = 0;

  constructor(private readonly backends: readonly B[]) {}

  choose(): B | undefined {
    const ready = this.backends.filter((backend) => backend.ready);
    const trusted = ready.filter((backend) => !backend.suspect);
    const isTheirs = 2 * trusted.length >= ready.length;
    return (
      this.#leastBusy((backend) => backend.ready && !(isTheirs && backend.suspect)) ??
      this.#leastBusy((backend) => backend.connected)
    );
  }

  #leastBusy(eligible: (backend: B) => boolean): B | undefined {
    let best: B | undefined;
    let bestIndex = 0;
    for (let step = 0; step < this.backends.length; step += 1) {
      const index = (this.#next + step) % this.backends.length;
      const backend = this.backends[index] as B;
      if (!eligible(backend) || (best !== undefined && backend.outstanding >= best.outstanding)) continue;
      best = backend;
      bestIndex = index;
    }
    if (best !== undefined) this.#next = bestIndex + 1;
    return best;
  }
}
