import { setTimeout as delay } from 'node:timers/promises';
import type { Disturbance } from '@attest/chaos';
import type { Link, Links } from '../links/links.js';
import { resetToxic } from '../links/toxics.js';
import type { LinkFingerprint } from './link-fingerprint.js';
import { answersWithinMs } from './listening.js';

/** So often is it drawn anew which connections are reset when they next carry something; those that last would be spared otherwise. */
const drawEveryMs = 1000;
/** Enough for one in thirty to be met all but certainly. */
const mostProbes = 400;
const probesAtOnce = 20;

/** A share of the connections over these links is reset, every second another: what a network does that loses packets for too long. */
export class Resetting implements Disturbance {
  #drawing: Promise<void> | undefined;
  #over = new AbortController();

  constructor(
    private readonly links: Links,
    private readonly fingerprint: LinkFingerprint,
    private readonly chosen: () => readonly Link[],
    private readonly share: number,
  ) {}

  async inject(): Promise<void> {
    await this.#stopDrawing();
    await this.fingerprint.remember();
    await Promise.all(this.chosen().map(({ name }) => this.links.addToxics(name, [resetToxic(this.share)])));
    this.#over = new AbortController();
    this.#drawing = this.#draw(this.#over.signal);
  }

  async prove() {
    const links = this.chosen();
    let reset = 0;
    let answered = 0;
    for (let made = 0; made < mostProbes && links.length > 0 && (reset === 0 || answered === 0); ) {
      const batch = Array.from(
        { length: probesAtOnce },
        (_, at) => links[(made + at) % links.length] as Link,
      );
      const answers = await this.links.answersOf(batch, answersWithinMs);
      made += batch.length;
      reset += answers.filter((answer) => answer === 'closed').length;
      answered += answers.filter((answer) => answer === 'bytes').length;
    }
    return [
      {
        probe: `${reset + answered} connections over ${links.length} links`,
        expected: 'some reset, others answered',
        observed: `${reset} reset, ${answered} answered`,
        ok: reset > 0 && answered > 0,
      },
    ];
  }

  async undo(): Promise<void> {
    await this.#stopDrawing();
    await Promise.all(
      this.chosen().map(({ name }) => this.links.removeToxics(name, [resetToxic(this.share)])),
    );
  }

  async proveUndone() {
    const drawing = this.#drawing !== undefined;
    return [
      ...(drawing ? [] : await this.fingerprint.proveRestored(this.chosen())),
      {
        probe: 'whoever draws what is reset',
        expected: 'stopped',
        observed: drawing ? 'at work' : 'stopped',
        ok: !drawing,
      },
    ];
  }

  async #stopDrawing(): Promise<void> {
    this.#over.abort();
    await this.#drawing;
    this.#drawing = undefined;
  }

  async #draw(signal: AbortSignal): Promise<void> {
    for (;;) {
      await delay(drawEveryMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      // A link that is in the hands of another fault for a moment is drawn for the next time.
      await Promise.allSettled(
        this.chosen().map(({ name }) => this.links.updateToxic(name, resetToxic(this.share))),
      );
    }
  }
}
