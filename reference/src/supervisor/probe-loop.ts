export interface ProbeLoopOptions {
  readonly initialDelayMs: number;
  readonly periodMs: number;
  /** Never rejects. */
  ask(): Promise<boolean>;
  onAnswer(good: boolean): void;
}

/** Asks, waits, asks again; two questions are never under way at the same time. */
export class ProbeLoop {
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(private readonly options: ProbeLoopOptions) {
    this.#timer = setTimeout(() => void this.#run(), options.initialDelayMs);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    const good = await this.options.ask();
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.#run(), this.options.periodMs);
    this.options.onAnswer(good);
  }
}
