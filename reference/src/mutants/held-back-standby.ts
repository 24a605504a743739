import { type Platform, primaryRegion } from '@attest/platform';
import type { Links } from '../links/links.js';
import type { Postgres } from '../postgres/postgres.js';

/** Half of it is how far behind a standby is: with two hundred writes a second, some hundreds of them. */
const roundTripMs = 3000;

/**
 * Keeps the standby that may take over behind the other one, which commits then wait for. It gets a way to the primary of its own: the
 * services beside it take the usual one, and would not become ready.
 */
export async function holdBackTakeover(
  platform: Platform,
  links: Pick<Links, 'add' | 'latency'>,
  databases: ReadonlyMap<string, Pick<Postgres, 'port' | 'follow'>>,
): Promise<void> {
  const [from, to] = [platform.failover.takeover, primaryRegion(platform).id];
  const [standby, primary] = [databases.get(from), databases.get(to)];
  if (standby === undefined || primary === undefined) return;
  const name = `${from}->${to}.held-back.postgres`;
  const port = await links.add({ name, from, to, upstreamPort: primary.port });
  // Only then, or it would take half a minute to begin.
  await standby.follow(port);
  await links.latency(name, roundTripMs);
}
