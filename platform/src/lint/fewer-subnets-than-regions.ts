import { serves } from '../schema/index.js';
import { subnetsInRegions } from './facts/network.js';
import type { Rule } from './finding.js';

/** A subnet lies in one region with every large cloud, so each region that runs servers needs its own. */
export const fewerSubnetsThanRegions: Rule = {
  id: 'fewer-subnets-than-regions',
  title: 'Every region that runs servers must have a private subnet',
  check({ network, regions }) {
    if (network === undefined) return [];
    const running = regions.filter((region) => serves(region, 'api'));
    const subnets = network.vpc.subnets.private;
    if (subnets.length >= running.length) return [];
    return [
      {
        path: 'network.vpc.subnets.private',
        section: network.section,
        message: `APIs run in ${running.map(({ id }) => id).join(', ')}, and the network has ${subnets.length} private subnets: it is drawn for one region`,
        arithmetic: `${subnets.length} private subnets < ${running.length} regions; with two zones each: ${running.length} × 2 = ${running.length * 2}`,
        remedy: 'draw a network per region with blocks that do not overlap, so that they can be connected',
        sources: [subnetsInRegions],
      },
    ];
  },
};
