import { type Environment, environmentNames, type Platform } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection, when } from './draft.js';
import { how } from './how.js';
import { atMost, equal, is } from './promised.js';
import { counted, slug, words } from './wording.js';

/** The means that other game days show than the loss of a region. */
const meansCheckedBy: Readonly<Record<string, string>> = {
  circuit_breakers: how.gamedays('replicate-outage', 'high-error-rate'),
};

export function environmentClaims({ environments }: Platform): Claim[] {
  return environmentNames.flatMap((name) => {
    const environment = environments[name];
    return inSection(environment.section, [
      ...infrastructure(name, environment),
      ...api(name, environment),
      ...stores(name, environment),
      ...environment.features.map(
        (feature): Draft => [
          `environments.${name}.feature.${slug(feature)}`,
          `The ${name} environment has ${words(feature)}`,
          is(true),
          how.record,
        ],
      ),
      ...environment.highAvailability.map(
        (means): Draft => [
          `environments.${name}.high-availability.${slug(means)}`,
          `The ${name} environment is kept available by ${words(means)}`,
          is(true),
          meansCheckedBy[means] ?? how.regionLoss,
        ],
      ),
    ]);
  });
}

function infrastructure(name: string, { infrastructure: parts }: Environment): (Draft | undefined)[] {
  const layer = (key: 'compute' | 'edge' | 'orchestration', text: string) =>
    when(
      parts?.[key],
      (provider): Draft => [
        `environments.${name}.${key}`,
        `${text} of the ${name} environment is ${provider}`,
        is(provider),
        how.provider(provider),
      ],
    );
  return [
    layer('compute', 'The compute provider'),
    layer('edge', 'The edge provider'),
    layer('orchestration', 'The orchestrator'),
    when(parts?.branch, (branch) => [
      `environments.${name}.branch`,
      `The ${name} environment is deployed from the branch ${branch}`,
      is(branch),
      how.provider(parts?.compute ?? 'the provider'),
    ]),
    when(parts?.previewDeployments, (enabled) => [
      `environments.${name}.preview-deployments`,
      `The ${name} environment has ${enabled ? '' : 'no '}preview deployments`,
      is(enabled),
      how.provider(parts?.compute ?? 'the provider'),
    ]),
  ];
}

function api(name: string, environment: Environment): (Draft | undefined)[] {
  const { api: scaling } = environment;
  return [
    when(scaling, ({ instances }) => [
      `environments.${name}.api.instances`,
      `Each API of the ${name} environment starts with ${counted(instances, 'instance')}`,
      equal(instances, 'instances'),
      how.provider(environment.infrastructure?.compute ?? 'the provider'),
    ]),
    when(scaling, ({ autoScaling }) => [
      `environments.${name}.api.auto-scaling`,
      `APIs of the ${name} environment ${autoScaling ? 'scale' : 'do not scale'} automatically`,
      is(autoScaling),
      how.autoscaler,
    ]),
    when(scaling?.maxInstances, (maximum) => [
      `environments.${name}.api.maximum`,
      `An API of the ${name} environment never has more than ${counted(maximum, 'instance')}`,
      atMost(maximum, 'instances'),
      how.autoscaler,
    ]),
  ];
}

function stores(name: string, { database, storage }: Environment): (Draft | undefined)[] {
  return [
    when(database, ({ provider, tier }) => [
      `environments.${name}.database`,
      `The database of the ${name} environment is ${provider}${tier ? `, tier ${tier}` : ''}`,
      is(tier ? [provider, tier] : provider),
      how.provider(provider),
    ]),
    when(database?.branches, (enabled) => [
      `environments.${name}.database.branches`,
      `Database branches are ${enabled ? 'enabled' : 'disabled'} in the ${name} environment`,
      is(enabled),
      how.provider(database!.provider),
    ]),
    when(database?.replicaOf, (original) => [
      `environments.${name}.database.replica-of`,
      `The database of the ${name} environment is a replica of that of ${original}`,
      is(original),
      how.provider(database!.provider),
    ]),
    when(storage, ({ provider }) => [
      `environments.${name}.storage`,
      `Files of the ${name} environment are kept in ${provider}`,
      is(provider),
      how.provider(provider),
    ]),
    when(storage?.limitGb, (limit) => [
      `environments.${name}.storage.limit`,
      `The ${name} environment stores no more than ${limit} GB`,
      atMost(limit, 'GB'),
      how.provider(storage!.provider),
    ]),
    when(storage?.bucket, (bucket) => [
      `environments.${name}.storage.bucket`,
      `Files of the ${name} environment are in the bucket ${bucket}`,
      is(bucket),
      how.provider(storage!.provider),
    ]),
  ];
}
