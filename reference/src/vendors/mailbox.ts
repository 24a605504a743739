import { monotonicMs } from '../clock.js';
import type { Received, VendorChannel } from './config.js';

export type Arrival = Omit<Received, 'monotonicMs' | 'at'>;

/** What the vendors received, the newest of every channel. */
export class Mailbox {
  readonly #received = new Map<VendorChannel, Received[]>();
  readonly #dropped = new Map<VendorChannel, number>();

  constructor(
    private readonly keptPerChannel: number,
    private readonly nowMs: () => number = monotonicMs,
  ) {}

  add(arrival: Arrival): void {
    const received = this.#received.get(arrival.channel) ?? [];
    received.push({ ...arrival, monotonicMs: this.nowMs(), at: new Date().toISOString() });
    if (received.length > this.keptPerChannel) {
      received.shift();
      this.#dropped.set(arrival.channel, this.dropped(arrival.channel) + 1);
    }
    this.#received.set(arrival.channel, received);
  }

  /** Oldest first. Without a channel, of all channels. */
  read(channel?: VendorChannel): readonly Received[] {
    if (channel !== undefined) return this.#received.get(channel) ?? [];
    return [...this.#received.values()].flat().sort((a, b) => a.monotonicMs - b.monotonicMs);
  }

  /** How many were received and are no longer kept. */
  dropped(channel?: VendorChannel): number {
    if (channel !== undefined) return this.#dropped.get(channel) ?? 0;
    return [...this.#dropped.values()].reduce((sum, count) => sum + count, 0);
  }
}
