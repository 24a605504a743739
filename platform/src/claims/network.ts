import type { Platform } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection } from './draft.js';
import { how } from './how.js';
import { is } from './promised.js';
import { list, slug } from './wording.js';

export function networkClaims({ network }: Platform): Claim[] {
  if (network === undefined) return [];
  const { vpc, securityGroups, section } = network;
  const check = how.provider('the cloud network');
  return inSection(section, [
    ['network.vpc', `The private network is ${vpc.cidr}`, is(vpc.cidr), check],
    ...(['public', 'private'] as const).flatMap((kind): Draft[] => {
      const subnets = vpc.subnets[kind];
      if (subnets.length === 0) return [];
      return [[`network.subnets.${kind}`, `The ${kind} subnets are ${list(subnets)}`, is(subnets), check]];
    }),
    ...securityGroups.flatMap(({ name, ingress }) =>
      [...new Set(ingress.map(({ port }) => port))].map((port): Draft => {
        const sources = ingress.filter((rule) => rule.port === port).map(({ source }) => source);
        return [
          `network.${slug(name)}.port-${port}`,
          `${name} accepts connections on port ${port} from ${sources.includes('0.0.0.0/0') ? 'everywhere' : `${list(sources)} only`}`,
          is(sources),
          check,
        ];
      }),
    ),
  ]);
}
