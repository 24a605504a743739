import { BlockList, isIPv4 } from 'node:net';
import { type LocalProblem, unknownReference } from '../problem.js';
import { type Check, entries, known } from '../valid-parts.js';

/** Subnets lie inside the VPC, and traffic comes from CIDR blocks or from groups that exist. */
export const network: Check = ({ network }) => [...subnets(network), ...sources(network)];

type Network = Parameters<Check>[0]['network'];

function subnets(network: Network): LocalProblem[] {
  const vpc = network?.vpc?.cidr;
  if (vpc === undefined) return [];
  return (['public', 'private'] as const).flatMap((kind) =>
    entries(network?.vpc?.subnets?.[kind])
      .filter(([, cidr]) => !contains(vpc, cidr))
      .map(([i, cidr]) => ({
        code: 'inconsistent' as const,
        path: `network.vpc.subnets.${kind}[${i}]`,
        what: `${cidr} is not part of ${vpc}`,
        why: 'a subnet is a part of its VPC',
        fix: `choose a block inside ${vpc}`,
      })),
  );
}

function sources(network: Network): LocalProblem[] {
  const groups = known(entries(network?.securityGroups).map(([, g]) => g.name && `${g.name}_sg`));
  return entries(network?.securityGroups).flatMap(([i, group]) =>
    entries(group.ingress).flatMap(([j, { source }]) => {
      if (source === undefined || groups.includes(source) || isIPv4(source.split('/')[0]!)) return [];
      const why = 'traffic comes from a CIDR block or from a group of the platform';
      return [
        unknownReference(
          `network.securityGroups[${i}].ingress[${j}].source`,
          source,
          'security group',
          groups,
          why,
        ),
      ];
    }),
  );
}

function contains(outer: string, inner: string): boolean {
  const [address, bits] = split(outer);
  const [first, innerBits] = split(inner);
  const list = new BlockList();
  list.addSubnet(address, bits);
  return innerBits >= bits && list.check(first);
}

const split = (cidr: string): [string, number] => [cidr.split('/')[0]!, Number(cidr.split('/')[1])];
