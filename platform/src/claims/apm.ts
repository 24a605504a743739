import type { Platform } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection, when } from './draft.js';
import { how } from './how.js';
import { equal, is } from './promised.js';
import { percentOf, slug, words } from './wording.js';

const sampled = {
  errorRate: ['errors', 'errors'],
  transactionRate: ['transactions', 'transactions'],
  profileRate: ['profiles', 'profiles'],
} as const;

export function apmClaims({ apm }: Platform): Claim[] {
  const check = how.provider(apm.provider ?? 'the provider');
  return inSection(apm.section, [
    when(apm.provider, (provider) => [
      'apm.provider',
      `Application performance is monitored with ${provider}`,
      is(provider),
      check,
    ]),
    ...apm.features.map(
      (feature): Draft => [
        `apm.feature.${slug(feature)}`,
        `Application performance monitoring includes ${words(feature)}`,
        is(true),
        check,
      ],
    ),
    ...apm.integrations.map(
      (integration): Draft => [
        `apm.integration.${slug(integration)}`,
        `Application performance monitoring is integrated with ${words(integration)}`,
        is(true),
        check,
      ],
    ),
    ...Object.entries(sampled).map(([key, [id, what]]) =>
      when(
        apm.sampling?.[key as keyof typeof sampled],
        (rate): Draft => [
          `apm.sampling.${id}`,
          `${percentOf(rate)} of the ${what} are sent`,
          equal(rate, 'ratio'),
          'the instrumentation, with its exporter recorded',
        ],
      ),
    ),
  ]);
}
