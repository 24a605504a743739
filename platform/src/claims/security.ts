import type { Platform } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection, when } from './draft.js';
import { how } from './how.js';
import { is } from './promised.js';
import { slug, words } from './wording.js';

export function securityClaims({ security }: Platform): Claim[] {
  const { edgeProtection, secrets, compliance, section } = security;
  return inSection(section, [
    ...(edgeProtection?.features ?? []).map(
      (feature): Draft => [
        `security.edge.${slug(feature)}`,
        `${edgeProtection!.provider} protects the edge by ${words(feature)}`,
        is(true),
        how.provider(edgeProtection!.provider),
      ],
    ),
    when(secrets, ({ provider }) => [
      'security.secrets.provider',
      `Secrets are kept at ${provider}`,
      is(provider),
      how.provider(provider),
    ]),
    when(secrets, ({ rotation }) => [
      'security.secrets.rotation',
      `Secrets are rotated ${rotation}`,
      is(rotation),
      how.record,
    ]),
    ...(secrets?.kinds ?? []).map(
      (kind): Draft => [
        `security.secrets.${slug(kind)}`,
        `${capitalized(words(kind))} are kept as secrets, and nowhere else`,
        is(true),
        how.provider(secrets!.provider),
      ],
    ),
    ...(compliance?.scanning ?? []).map(
      (scan): Draft => [
        `security.scanning.${slug(scan)}`,
        `Every release goes through ${words(scan)}`,
        is(true),
        how.workflow,
      ],
    ),
    ...(compliance?.certifications ?? []).map(
      (standard): Draft => [
        `security.compliance.${slug(standard)}`,
        `The platform complies with ${standard}`,
        is(true),
        how.record,
      ],
    ),
  ]);
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
