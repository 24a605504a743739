import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { LinkChoice, LinkDriver, Proof } from '@attest/chaos';
import { roundTripMs } from '../links/latencies.js';
import type { Link, Links } from '../links/links.js';
import { probe } from '../links/probe.js';
import type { Postgres } from '../postgres/postgres.js';
import { chooseLinks } from './choose-links.js';
import { LinkFingerprint } from './link-fingerprint.js';
import { answersWithinMs } from './listening.js';
import { narrow } from './narrow.js';
import { oneWay } from './one-way.js';
import { Resetting } from './resetting.js';
import { StandingConnections } from './standing-connections.js';

const pollMs = 50;

/** Cuts and slows down the bed's links. `database` is asked what it heard of a link. */
export function linkDriver(links: Links, database: (region: string) => Postgres): LinkDriver {
  const fingerprint = new LinkFingerprint(links);
  const standing = new StandingConnections();
  let resetting: Resetting | undefined;
  const chosen = (choice: LinkChoice) => chooseLinks(links.all, choice);
  const each = async (choice: LinkChoice, work: (link: Link) => Promise<void>) => {
    await Promise.all(chosen(choice).map(work));
  };
  let flapping: Flapping | undefined;
  const restore = async (choice: LinkChoice) => {
    standing.close(chosen(choice));
    await each(choice, async ({ name }) => {
      await links.restoreLink(name);
      await links.latency(name, undefined);
    });
  };
  const proveRestored = (choice: LinkChoice) => fingerprint.proveRestored(chosen(choice));
  return {
    flapping: (choice, periodMs) => ({
      async inject() {
        await fingerprint.remember();
        flapping = new Flapping(
          periodMs,
          () => each(choice, ({ name }) => links.cutLink(name)),
          () => each(choice, ({ name }) => links.restoreLink(name)),
        );
      },
      async prove() {
        if (flapping === undefined || flapping.isStopped) return [];
        const cutOnce = await untilTrue(2 * periodMs, async () =>
          allOk(await links.proveCutOf(chosen(choice))),
        );
        const openOnce = await untilTrue(2 * periodMs, async () =>
          allOk(await links.proveOpenOf(chosen(choice))),
        );
        return [
          {
            probe: `${chosen(choice).length} links within two periods`,
            expected: 'cut at one time, open at another',
            observed: `${cutOnce ? 'cut' : 'never cut'} at one time, ${openOnce ? 'open' : 'never open'} at another`,
            ok: cutOnce && openOnce && chosen(choice).length > 0,
          },
        ];
      },
      async undo() {
        await flapping?.stop();
        await restore(choice);
      },
      async proveUndone() {
        const isStopped = flapping === undefined || flapping.isStopped;
        return [
          ...(isStopped ? await proveRestored(choice) : []),
          {
            probe: 'whoever cuts them',
            expected: 'stopped',
            observed: isStopped ? 'stopped' : 'at work',
            ok: isStopped,
          },
        ];
      },
    }),
    async cut(choice) {
      await fingerprint.remember();
      await standing.open(chosen(choice));
      await each(choice, ({ name }) => links.cutLink(name));
    },
    proveCut: async (choice) => [
      ...(await links.proveCutOf(chosen(choice))),
      ...(await standing.proveSilent(chosen(choice))),
    ],
    async slow(choice, addedMs) {
      await fingerprint.remember();
      await each(choice, ({ name, from, to }) => links.latency(name, roundTripMs(from, to) + addedMs));
    },
    proveSlow: (choice, addedMs) => Promise.all(chosen(choice).map((link) => proveSlow(link, addedMs))),
    restore,
    proveRestored,
    oneWay: (from, to) =>
      oneWay({ links, fingerprint, standing, database }, from, to, () => chosen({ between: [from, to] })),
    narrow: (choice, kilobytesPerSecond) =>
      narrow(links, fingerprint, () => chosen(choice), kilobytesPerSecond),
    resetting(choice, share) {
      // One for all who ask: it goes on by itself until it is stopped.
      resetting ??= new Resetting(links, fingerprint, () => chosen(choice), share);
      return resetting;
    },
  };
}

/** Cuts and restores by turns until it is stopped. */
class Flapping {
  readonly #work: Promise<void>;
  readonly #over = new AbortController();

  constructor(
    private readonly periodMs: number,
    private readonly cut: () => Promise<void>,
    private readonly restore: () => Promise<void>,
  ) {
    this.#work = this.#flap();
  }

  get isStopped(): boolean {
    return this.#over.signal.aborted;
  }

  /** Resolves when nothing more will be cut. */
  async stop(): Promise<void> {
    this.#over.abort();
    await this.#work;
  }

  async #flap(): Promise<void> {
    const { signal } = this.#over;
    for (let turn = 0; !signal.aborted; turn += 1) {
      await (turn % 2 === 0 ? this.cut() : this.restore());
      await delay(this.periodMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

const allOk = (proofs: readonly Proof[]) => proofs.length > 0 && proofs.every(({ ok }) => ok);

async function untilTrue(timeoutMs: number, holds: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    if (await holds()) return true;
    if (performance.now() > deadline) return false;
    await delay(pollMs);
  }
}

async function proveSlow(link: Link, addedMs: number): Promise<Proof> {
  const wantedMs = roundTripMs(link.from, link.to) + addedMs;
  const begun = performance.now();
  const answer = await probe(link.port, link.greeting, wantedMs + answersWithinMs);
  const tookMs = performance.now() - begun;
  return {
    probe: `round trip of link ${link.name}`,
    expected: `an answer after at least ${wantedMs} ms`,
    observed: `${answer} after ${tookMs.toFixed(0)} ms`,
    // Timers may fire a millisecond early, on either side.
    ok: answer === 'bytes' && tookMs >= wantedMs - 2,
  };
}
