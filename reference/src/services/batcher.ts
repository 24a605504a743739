/**
 * Collects what is added while the previous batch is on its way, and sends it as one: many small commits become few.
 * One batch is under way at a time.
 */
export class Batcher<Item> {
  #waiting: { readonly item: Item; resolve(): void; reject(error: unknown): void }[] = [];
  #sending = false;

  constructor(
    private readonly send: (items: readonly Item[]) => Promise<void>,
    private readonly maxItems: number,
  ) {}

  /** Resolves when the batch with this item was sent. */
  add(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#sending) return;
      this.#sending = true;
      setImmediate(() => void this.#drain());
    });
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.maxItems);
      try {
        await this.send(batch.map(({ item }) => item));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#sending = false;
  }
}
