import type { Canary, Gradual, Platform, Rollback } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection } from './draft.js';
import { how } from './how.js';
import { atMost, equal, is } from './promised.js';
import { duration, list, percentOf, slug, words } from './wording.js';

export function deliveryClaims({ delivery }: Platform): Claim[] {
  const { canary, gradual, rollback, practices } = delivery;
  return [
    ...(canary ? inSection(canary.section, canaryDrafts(canary)) : []),
    ...(gradual ? inSection(gradual.section, gradualDrafts(gradual)) : []),
    ...(rollback ? inSection(rollback.section, rollbackDrafts(rollback)) : []),
    ...practices.flatMap(({ name, statement, section }) =>
      inSection(section, [
        [`practices.${slug(name)}`, `${name}: ${statement}`, is(true), shownBy[slug(name)] ?? how.record],
      ]),
    ),
  ];
}

/** Practices that a run can show, by the end of their id. */
const shownBy: Readonly<Record<string, string>> = {
  'blue-green-deployments': how.gameday('blue-green'),
  'database-migrations': how.gameday('migrating-canary'),
};

const canaryDrafts = ({ percent, durationSeconds, metrics, rollback }: Canary): Draft[] => [
  ['canary.share', `A canary gets ${percent} % of the traffic`, equal(percent, 'percent'), how.canary],
  [
    'canary.duration',
    `A canary is watched for ${duration(durationSeconds)}`,
    equal(durationSeconds, 'seconds'),
    how.canary,
  ],
  ['canary.metrics', `A canary is judged by ${list(metrics.map(words))}`, is(metrics), how.canary],
  [
    'canary.error-rate',
    `A canary with more than ${percentOf(rollback.errorRate)} errors is rolled back`,
    atMost(rollback.errorRate, 'ratio'),
    how.canary,
  ],
  [
    'canary.latency',
    `A canary whose p99 latency is above ${rollback.latencyP99Ms} ms is rolled back`,
    atMost(rollback.latencyP99Ms, 'ms'),
    how.canary,
  ],
];

const gradualDrafts = ({ stagesPercent, durationPerStageSeconds, validation }: Gradual): Draft[] => [
  [
    'gradual.stages',
    `A release reaches ${list(stagesPercent)} percent of the traffic, stage by stage`,
    is(stagesPercent, 'percent'),
    how.canary,
  ],
  [
    'gradual.stage-duration',
    `Each stage lasts ${duration(durationPerStageSeconds)}`,
    equal(durationPerStageSeconds, 'seconds'),
    how.canary,
  ],
  ['gradual.validation', `The validation of each stage is ${validation}`, is(validation), how.canary],
];

const rollbackDrafts = ({ automatic, preserveData, notify }: Rollback): Draft[] => [
  [
    'rollback.automatic',
    `A bad release is rolled back ${automatic ? 'automatically' : 'by hand'}`,
    is(automatic),
    how.canary,
  ],
  [
    'rollback.data-preserved',
    preserveData ? 'A rollback preserves data written by the newer release' : 'A rollback may drop data',
    is(preserveData),
    how.bed,
  ],
  [
    'rollback.notification',
    `A rollback is announced through ${list(notify.map(words))}`,
    is(notify),
    how.route,
  ],
];
