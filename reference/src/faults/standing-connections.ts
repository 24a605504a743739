import type { Proof } from '@attest/chaos';
import { roundTripMs } from '../links/latencies.js';
import type { Link } from '../links/links.js';
import { StandingConnection } from '../links/probe.js';
import { answersWithinMs, silentForMs } from './listening.js';

/** Connections over links that were there before the links were touched: a fault has to meet them as well as new ones. */
export class StandingConnections {
  readonly #open = new Map<string, StandingConnection>();

  async open(links: readonly Link[]): Promise<void> {
    this.close(links);
    await Promise.all(
      links.map(async ({ name, port, greeting, from, to }) => {
        const standing = await StandingConnection.open(
          port,
          greeting,
          roundTripMs(from, to),
          answersWithinMs,
        );
        if (standing !== undefined) this.#open.set(name, standing);
      }),
    );
  }

  /** None for a link over which nobody answered before. */
  async proveSilent(links: readonly Link[]): Promise<Proof[]> {
    const proofs = links.map(async ({ name, from, to }): Promise<Proof[]> => {
      const answer = await this.#open.get(name)?.ask(roundTripMs(from, to) + silentForMs);
      const probe = `link ${name}, over a connection from before`;
      return answer === undefined
        ? []
        : [{ probe, expected: 'silence', observed: answer, ok: answer === 'silence' }];
    });
    return (await Promise.all(proofs)).flat();
  }

  close(links: readonly Link[]): void {
    for (const { name } of links) {
      this.#open.get(name)?.close();
      this.#open.delete(name);
    }
  }
}
