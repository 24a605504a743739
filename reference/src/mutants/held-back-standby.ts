import { type Platform, primaryRegion } from '@attest/platform';
import { postgresLink } from '../composition/databases.js';
import type { Links } from '../links/links.js';

/** Half of it is how far behind a standby is: with two hundred writes a second, some hundreds of them. */
const roundTripMs = 3000;

/** Keeps the standby that may take over behind the other one, which commits then wait for. */
export async function holdBackTakeover(platform: Platform, links: Pick<Links, 'latency'>): Promise<void> {
  await links.latency(postgresLink(platform.failover.takeover, primaryRegion(platform).id), roundTripMs);
}
