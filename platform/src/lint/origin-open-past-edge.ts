import { protectOrigin } from './facts/network.js';
import type { Rule } from './finding.js';

export const originOpenPastEdge: Rule = {
  id: 'origin-open-past-edge',
  title: 'An origin behind a protecting edge must accept connections from the edge only',
  check({ network, security }) {
    const edge = security.edgeProtection;
    if (network === undefined || edge === undefined) return [];
    return network.securityGroups.flatMap(({ name, ingress }, i) =>
      ingress.flatMap(({ port, source }, j) =>
        source !== '0.0.0.0/0'
          ? []
          : [
              {
                path: `network.securityGroups[${i}].ingress[${j}].source`,
                section: network.section,
                message: `${name} accepts port ${port} from everywhere, so whoever knows the address goes past ${edge.provider} and its ${edge.features.join(', ')}`,
                arithmetic: `addresses that may connect: 2^32 = ${2 ** 32}; features of the edge that such a connection meets: 0 of ${edge.features.length}`,
                remedy: `allow the published addresses of ${edge.provider} only, or let the origin dial out to it (a tunnel), and ask for its client certificate`,
                sources: [protectOrigin],
              },
            ],
      ),
    );
  },
};
