import type { Platform } from '../schema/index.js';
import type { Claim } from './claim.js';
import { inSection } from './draft.js';
import { how } from './how.js';
import { is } from './promised.js';
import { list } from './wording.js';

const databases = {
  primary: 'the primary database',
  read_replica: 'a read replica of the database',
} as const;

export function regionClaims({ regions }: Platform): Claim[] {
  return regions.flatMap(({ id, role, services, database, section }) =>
    inSection(section, [
      [`regions.${id}.role`, `${id} is a ${role} region`, is(role), how.bed],
      [
        `regions.${id}.services`,
        services === 'all' ? `${id} runs all services` : `${id} runs ${list(services)}, and nothing else`,
        is(services),
        how.bed,
      ],
      [`regions.${id}.database`, `${id} holds ${databases[database]}`, is(database), how.bed],
    ]),
  );
}
