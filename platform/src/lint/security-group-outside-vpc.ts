import type { Platform, Source } from '../schema/index.js';
import { serverless } from './facts/compute.js';
import { databaseProviders } from './facts/database-providers.js';
import type { Rule } from './finding.js';

/** A security group guards network interfaces in the network; a vendor's machines have none there. */
export const securityGroupOutsideVpc: Rule = {
  id: 'security-group-outside-vpc',
  title: 'A security group must guard something that is inside the network',
  check(platform) {
    const { network } = platform;
    return (network?.securityGroups ?? []).flatMap((group, i) => {
      const outside = whatIsOutside(platform, group.name);
      if (network === undefined || outside === undefined) return [];
      const rules = group.ingress.map(({ port, source }) => `${port} from ${source}`).join(', ');
      return [
        {
          path: `network.securityGroups[${i}]`,
          section: network.section,
          message: `the group ${group.name} (${rules}) guards nothing of ${outside.what}, which the vendor runs in a network of its own: who may connect is decided there, or nowhere`,
          arithmetic: `interfaces of ${outside.what} in ${network.vpc.cidr}: 0`,
          remedy: `restrict access at the vendor (allowed addresses, private networking), or run it inside the network`,
          sources: [outside.source],
        },
      ];
    });
  },
};

function whatIsOutside(
  { database, services }: Platform,
  group: string,
): { what: string; source: Source } | undefined {
  if (group === 'database') {
    const fact = databaseProviders[database.provider]?.outsideCustomerNetwork;
    return fact && { what: database.provider, source: fact.source };
  }
  if (group !== 'api') return undefined;
  const deployments = services.map(({ deployment }) => deployment);
  const facts = deployments.map((deployment) => serverless[deployment]?.outsideCustomerNetwork);
  if (facts.includes(undefined)) return undefined;
  return { what: [...new Set(deployments)].join(', '), source: facts[0]!.source };
}
