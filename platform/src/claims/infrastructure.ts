import type { Platform } from '../schema/index.js';
import type { Claim } from './claim.js';
import { inSection, when } from './draft.js';
import { how } from './how.js';
import { is } from './promised.js';
import { list } from './wording.js';

export function infrastructureClaims({ infrastructure }: Platform): Claim[] {
  if (infrastructure === undefined) return [];
  const { edge, compute, managedServices, section } = infrastructure;
  return inSection(section, [
    when(edge, ({ provider, network }) => [
      'infrastructure.edge',
      `All traffic enters through ${network}`,
      is(provider),
      how.provider(provider),
    ]),
    compute.length > 0
      ? ['infrastructure.compute', `Services run on ${list(compute)}`, is(compute), how.record]
      : undefined,
    managedServices.length > 0
      ? [
          'infrastructure.managed-services',
          `${list(managedServices)} are used as managed services`,
          is(managedServices),
          how.record,
        ]
      : undefined,
  ]);
}
