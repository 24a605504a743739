import { performance } from 'node:perf_hooks';
import type { LinkChoice, LinkDriver, Proof } from '@attest/chaos';
import { roundTripMs } from '../links/latencies.js';
import type { Link, Links } from '../links/links.js';
import { probe } from '../links/probe.js';
import { chooseLinks } from './choose-links.js';

/** Beyond the round trip that is to be seen; a busy machine answers late. */
const patienceMs = 5000;

/** Cuts and slows down the bed's links. */
export function linkDriver(links: Links): LinkDriver {
  let before: string | undefined;
  const chosen = (choice: LinkChoice) => chooseLinks(links.all, choice);
  const each = async (choice: LinkChoice, work: (link: Link) => Promise<void>) => {
    await Promise.all(chosen(choice).map(work));
  };
  return {
    async cut(choice) {
      before ??= await links.fingerprint();
      await each(choice, ({ name }) => links.cutLink(name));
    },
    proveCut: (choice) => links.proveCutOf(chosen(choice)),
    async slow(choice, addedMs) {
      before ??= await links.fingerprint();
      await each(choice, ({ name, from, to }) => links.latency(name, roundTripMs(from, to) + addedMs));
    },
    proveSlow: (choice, addedMs) => Promise.all(chosen(choice).map((link) => proveSlow(link, addedMs))),
    async restore(choice) {
      await each(choice, async ({ name }) => {
        await links.restoreLink(name);
        await links.latency(name, undefined);
      });
    },
    async proveRestored(choice) {
      const after = await links.fingerprint();
      const isSame = after === before;
      return [
        ...(await links.proveOpenOf(chosen(choice))),
        {
          probe: 'fingerprint of all links',
          expected: 'as before the fault',
          observed: isSame ? 'as before the fault' : `before: ${before}; after: ${after}`,
          ok: isSame,
        },
      ];
    },
  };
}

async function proveSlow(link: Link, addedMs: number): Promise<Proof> {
  const wantedMs = roundTripMs(link.from, link.to) + addedMs;
  const begun = performance.now();
  const answer = await probe(link.port, link.greeting, wantedMs + patienceMs);
  const tookMs = performance.now() - begun;
  return {
    probe: `round trip of link ${link.name}`,
    expected: `an answer after at least ${wantedMs} ms`,
    observed: `${answer} after ${tookMs.toFixed(0)} ms`,
    // Timers may fire a millisecond early, on either side.
    ok: answer === 'bytes' && tookMs >= wantedMs - 2,
  };
}
