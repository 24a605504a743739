import type { Platform } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection } from './draft.js';
import { how } from './how.js';
import { is } from './promised.js';

export function realtimeClaims({ realtime }: Platform): Claim[] {
  if (realtime === undefined) return [];
  const { provider, regions, channels, section } = realtime;
  return inSection(section, [
    ['realtime.provider', `Realtime messages go through ${provider}`, is(provider), how.provider(provider)],
    ...regions.map(
      (region): Draft => [
        `realtime.region.${region}`,
        `Realtime messages are served in ${region}`,
        is(region),
        how.bed,
      ],
    ),
    ...channels.map(
      (channel): Draft => [
        `realtime.channel.${channel}`,
        `Clients can follow the channel ${channel}`,
        is(channel),
        how.bed,
      ],
    ),
  ]);
}
