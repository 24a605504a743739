import type { Disturbance, Proof } from '@attest/chaos';
import type { Link, Links } from '../links/links.js';
import { oneWayToxics } from '../links/toxics.js';
import type { Postgres } from '../postgres/postgres.js';
import type { LinkFingerprint } from './link-fingerprint.js';
import { answersWithinMs, silentForMs } from './listening.js';
import { isHeard } from './session-probe.js';
import type { StandingConnections } from './standing-connections.js';

export interface OneWayParts {
  readonly links: Links;
  readonly fingerprint: LinkFingerprint;
  readonly standing: StandingConnections;
  /** Is asked what it heard. */
  readonly database: (region: string) => Postgres;
}

/** What `from` sends no longer arrives in `to`, over connections that exist and over new ones; the other way is open. */
export function oneWay(
  { links, fingerprint, standing, database }: OneWayParts,
  from: string,
  to: string,
  chosen: () => readonly Link[],
): Disturbance {
  const toxics = (link: Link) => oneWayToxics(link.from === from ? 'upstream' : 'downstream');
  const heard = (link: Link, timeoutMs: number) => isHeard(link.port, database(link.to), timeoutMs);
  const proofOf = (link: Link, what: string, expected: boolean, observed: boolean): Proof => ({
    probe: `link ${link.name}: ${what}`,
    expected: expected ? 'arrives' : 'is lost',
    observed: observed ? 'arrives' : 'is lost',
    ok: expected === observed,
  });
  return {
    async inject() {
      await fingerprint.remember();
      await standing.open(chosen());
      await Promise.all(chosen().map((link) => links.addToxics(link.name, toxics(link))));
    },
    async prove() {
      const overNew = await Promise.all(
        chosen().map(async (link) => {
          // Of what is asked in `to` the question arrives, and the answer does not.
          const arrives = link.from === to;
          const isAsked = await heard(link, arrives ? answersWithinMs : silentForMs);
          const [answered] = await links.answersOf([link], silentForMs);
          const proof = proofOf(link, `what ${link.from} sends`, arrives, isAsked);
          const silent = answered === 'silence';
          return {
            ...proof,
            expected: `${proof.expected}, silence`,
            observed: `${proof.observed}, ${answered}`,
            ok: proof.ok && silent,
          };
        }),
      );
      // Either the question is lost or the answer.
      return [...overNew, ...(await standing.proveSilent(chosen()))];
    },
    async undo() {
      standing.close(chosen());
      await Promise.all(chosen().map((link) => links.removeToxics(link.name, toxics(link))));
    },
    async proveUndone() {
      const restored = await fingerprint.proveRestored(chosen());
      const arriving = await Promise.all(
        chosen().map(async (link) =>
          proofOf(link, `what ${link.from} sends`, true, await heard(link, answersWithinMs)),
        ),
      );
      return [...restored, ...arriving];
    },
  };
}
