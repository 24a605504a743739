import { PlatformError } from './platform-error.js';
import type { Platform, Region } from './schema/index.js';

/**
 * The region whose database takes the writes until another one takes over. A catalog that `definePlatform` let through has exactly one.
 *
 * @throws PlatformError `invalid-catalog`
 */
export function primaryRegion({ regions }: Pick<Platform, 'regions'>): Region {
  const found = regions.find(({ database }) => database === 'primary');
  if (found !== undefined) return found;
  throw new PlatformError(
    'invalid-catalog',
    'regions: no region of the catalog has the primary database, so nothing takes the writes',
    "give `database: 'primary'` to exactly one region",
  );
}

/** The ids of all regions, that of the primary one first, the others in the order of the catalog. */
export function primaryFirst(platform: Pick<Platform, 'regions'>): [string, ...string[]] {
  const primary = primaryRegion(platform);
  return [primary.id, ...platform.regions.filter((region) => region !== primary).map(({ id }) => id)];
}
