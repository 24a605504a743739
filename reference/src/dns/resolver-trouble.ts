import type { ZoneRecord } from './config.js';
import type { Zone } from './zone.js';

/** As `PUT /resolver` sets it and `GET /resolver` shows it. */
export interface ResolverState {
  /** Answers for so much longer with what the zone said when this was set; 0: with what it says. */
  readonly staleSeconds: number;
  readonly addedMs: number;
}

/**
 * What stands between the zone and those who ask: a resolver of the kind that every platform has, and that nobody of the platform
 * runs. It tells what the zone says, unless it is told to be stale or slow.
 */
export class TroubledResolver {
  #remembered: ReadonlyMap<string, ZoneRecord> = new Map();
  #staleUntilMs = Number.NEGATIVE_INFINITY;
  #addedMs = 0;

  constructor(
    private readonly zone: Zone,
    private readonly nowMs: () => number,
  ) {}

  find(name: string): ZoneRecord | undefined {
    if (this.nowMs() >= this.#staleUntilMs) return this.zone.find(name);
    return this.#remembered.get(name.toLowerCase());
  }

  get addedMs(): number {
    return this.#addedMs;
  }

  get state(): ResolverState {
    const leftMs = Math.max(0, this.#staleUntilMs - this.nowMs());
    return { staleSeconds: Math.min(leftMs, Number.MAX_SAFE_INTEGER) / 1000, addedMs: this.#addedMs };
  }

  /** @throws RangeError when a number is below 0 or missing */
  set({ staleSeconds, addedMs }: ResolverState): void {
    if (!(staleSeconds >= 0) || !(addedMs >= 0))
      throw new RangeError('staleSeconds and addedMs must be numbers from 0');
    this.#remembered = new Map(this.zone.records.map((record) => [record.name, record]));
    this.#staleUntilMs = staleSeconds === 0 ? Number.NEGATIVE_INFINITY : this.nowMs() + staleSeconds * 1000;
    this.#addedMs = addedMs;
  }
}
