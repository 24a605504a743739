import type pg from 'pg';
import { tooManyConnections } from '../postgres/too-many-connections.js';

/** Opened so many at a time: a server makes a process for each. */
const batch = 10;
const againAfterMs = 100;
/** Those who are refused hold a place while they are told so, and a moment longer. */
const refusalsInARow = 3;

/** Sessions that take every place a server has for them, and each that becomes free, until they leave. */
export class Guests {
  readonly #connect: () => Promise<pg.Client>;
  readonly #sessions: pg.Client[] = [];
  #next: NodeJS.Timeout | undefined;
  #taking: Promise<void> | undefined;
  #left = false;

  constructor(connect: () => Promise<pg.Client>) {
    this.#connect = connect;
  }

  /** Resolves when one who comes alone is refused, several times in a row. @throws what else a server answers. */
  async takeAll(): Promise<void> {
    while (!(await this.#take(batch)));
    for (let refused = 0; refused < refusalsInARow; ) {
      refused = (await this.#take(1)) ? refused + 1 : 0;
      await new Promise((resolve) => setTimeout(resolve, againAfterMs));
    }
    this.#keepTaking();
  }

  async leave(): Promise<void> {
    this.#left = true;
    clearTimeout(this.#next);
    await this.#taking;
    await Promise.all(this.#sessions.splice(0).map((session) => session.end().catch(() => undefined)));
  }

  #keepTaking(): void {
    if (this.#left) return;
    this.#next = setTimeout(() => {
      // A server that is gone for a while has no places to take.
      this.#taking = this.#take(1)
        .catch(() => undefined)
        .then(() => this.#keepTaking());
    }, againAfterMs);
  }

  /** Whether somebody was refused for want of a place. */
  async #take(count: number): Promise<boolean> {
    const opened = await Promise.allSettled(Array.from({ length: count }, this.#connect));
    const refused: { code?: string }[] = [];
    for (const one of opened) {
      if (one.status === 'fulfilled') this.#sessions.push(one.value);
      else refused.push(one.reason);
    }
    const other = refused.find(({ code }) => code !== tooManyConnections);
    if (other !== undefined) throw other;
    return refused.length > 0;
  }
}
