/** Where a service's origin is, as DNS tells. */
export interface OriginAnswer {
  readonly region: string;
  readonly ttlSeconds: number;
}

/** Asked again so soon after DNS gave no answer; meanwhile the last answer stays in use (RFC 8767). */
const retryMs = 1000;

/**
 * Follows the DNS record of a service's origin: asks, waits for the time to live, asks again. Calls back on every change,
 * and for the first answer.
 */
export class OriginRecord {
  #region: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    private readonly resolve: () => Promise<OriginAnswer>,
    private readonly onChange: (region: string, before: string | undefined) => void,
  ) {}

  get region(): string | undefined {
    return this.#region;
  }

  /** Resolves after the first attempt, successful or not. */
  async follow(): Promise<void> {
    let waitMs = retryMs;
    try {
      const answer = await this.resolve();
      waitMs = answer.ttlSeconds * 1000;
      const before = this.#region;
      if (answer.region !== before && !this.#stopped) {
        this.#region = answer.region;
        this.onChange(answer.region, before);
      }
    } catch {
      // Kept: the last known answer.
    }
    if (!this.#stopped) this.#timer = setTimeout(() => void this.follow(), waitMs);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}
