import { primaryRegion } from '../primary-region.js';
import { regionServices, serves } from '../schema/index.js';
import type { Rule } from './finding.js';

/** A region that lacks a kind of service can hold the data and still cannot do the work. */
export const secondaryCannotTakeOver: Rule = {
  id: 'secondary-cannot-take-over',
  title: 'A secondary region must serve everything that the platform needs to take over',
  check(platform) {
    const { regions, environments, failover } = platform;
    const primary = primaryRegion(platform);
    if (!environments.production.highAvailability.includes('multi_region_failover')) return [];
    const needed = regionServices.filter((service) => serves(primary, service) && exists(platform, service));
    return regions.flatMap((region, i) => {
      const missing = needed.filter((service) => !serves(region, service));
      if (region.role !== 'secondary' || missing.length === 0) return [];
      const present = needed.length - missing.length;
      return [
        {
          path: `regions[${i}].services`,
          section: region.section,
          message: `${region.id} does not serve ${missing.join(', ')}, so it cannot take over the work of ${primary.id}${region.id === failover.takeover ? ', and it is the one that is to take over' : ` when ${failover.takeover} is lost as well`}`,
          arithmetic: `${present} of ${needed.length} kinds of service run in ${region.id}: ${present} < ${needed.length}`,
          remedy: `run ${missing.join(', ')} in ${region.id} too, or name the region that takes over and say that there is no second one`,
          sources: [],
        },
      ];
    });
  },
};

function exists({ workers, gpu, realtime, cdn }: Parameters<Rule['check']>[0], service: string): boolean {
  const parts: Record<string, boolean> = {
    workers: workers.length > 0,
    gpu: gpu !== undefined,
    realtime: realtime !== undefined,
    cdn: cdn !== undefined,
  };
  return parts[service] ?? true;
}
