/**
 * The CPU that an instance would have under its Kubernetes limit, without using any: a request takes so many milliseconds of
 * one core, as many at the same time as there are cores, and waits when all are taken. Whatever rests on it is `modelled`.
 */
export class VirtualCpu {
  /** When each core is free again. */
  readonly #freeAt: number[];
  /** Every stretch of work that may not be over yet, and what was over before. */
  #stretches: { readonly from: number; readonly until: number }[] = [];
  #doneMs = 0;

  /** @param limitMilli whole cores are taken: 2000 = 2 */
  constructor(limitMilli: number) {
    this.#freeAt = Array.from({ length: Math.max(1, Math.floor(limitMilli / 1000)) }, () => 0);
  }

  /** Takes the next free core for `cpuMs`; answers when the work is done, on the same clock. */
  take(nowMs: number, cpuMs: number): number {
    let core = 0;
    for (const [at, free] of this.#freeAt.entries()) if (free < (this.#freeAt[core] ?? 0)) core = at;
    const from = Math.max(nowMs, this.#freeAt[core] ?? 0);
    const until = from + cpuMs;
    this.#freeAt[core] = until;
    this.#stretches.push({ from, until });
    return until;
  }

  /** How long work would wait for a core. */
  waitMs(nowMs: number): number {
    return Math.max(0, Math.min(...this.#freeAt) - nowMs);
  }

  /** Seconds of CPU used so far, as `container_cpu_usage_seconds_total` of cAdvisor counts. */
  usedSeconds(nowMs: number): number {
    this.#doneMs += this.#stretches
      .filter(({ until }) => until <= nowMs)
      .reduce((sum, { from, until }) => sum + until - from, 0);
    this.#stretches = this.#stretches.filter(({ until }) => until > nowMs);
    const running = this.#stretches.reduce((sum, { from }) => sum + Math.max(0, nowMs - from), 0);
    return (this.#doneMs + running) / 1000;
  }
}
