/** What a name points to, and for how much longer that may be relied on. */
export interface CnameAnswer {
  readonly target: string;
  readonly ttlSeconds: number;
}

/**
 * One name, asked for again only when its time to live has passed; callers meanwhile share one question. When the server does
 * not answer, the last answer stays in use (RFC 8767), with `retrySeconds` to live.
 */
export class CachedName {
  #answer: { readonly target: string; readonly expiresMs: number } | undefined;
  #asking: Promise<CnameAnswer> | undefined;

  constructor(
    private readonly ask: () => Promise<CnameAnswer>,
    private readonly nowMs: () => number,
    private readonly retrySeconds = 1,
  ) {}

  /** @throws what `ask` rejects with, where there never was an answer */
  get(): Promise<CnameAnswer> {
    const remainingMs = (this.#answer?.expiresMs ?? Number.NEGATIVE_INFINITY) - this.nowMs();
    if (this.#answer !== undefined && remainingMs > 0) {
      return Promise.resolve({ target: this.#answer.target, ttlSeconds: remainingMs / 1000 });
    }
    this.#asking ??= this.#refresh().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #refresh(): Promise<CnameAnswer> {
    try {
      const answer = await this.ask();
      this.#keep(answer.target, answer.ttlSeconds);
      return answer;
    } catch (error) {
      if (this.#answer === undefined) throw error;
      this.#keep(this.#answer.target, this.retrySeconds);
      return { target: this.#answer.target, ttlSeconds: this.retrySeconds };
    }
  }

  #keep(target: string, ttlSeconds: number): void {
    this.#answer = { target, expiresMs: this.nowMs() + ttlSeconds * 1000 };
  }
}
