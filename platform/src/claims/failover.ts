import type { Failover, Platform } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection } from './draft.js';
import { how } from './how.js';
import { below, equal, is } from './promised.js';
import { duration, list, slug, words } from './wording.js';

export function failoverClaims({ failover }: Platform): Claim[] {
  return inSection(failover.section, [...promises(failover), ...triggers(failover), ...roles(failover)]);
}

const promises = ({ detectionSeconds, durationSeconds, steps, notify }: Failover): Draft[] => [
  [
    'failover.detection-time',
    `The loss of a region is detected in less than ${duration(detectionSeconds)}`,
    below(detectionSeconds, 'seconds'),
    how.regionLoss,
  ],
  [
    'failover.duration',
    `A failover takes less than ${duration(durationSeconds)}`,
    below(durationSeconds, 'seconds'),
    how.regionLoss,
  ],
  [
    'failover.data-loss',
    'A failover loses 0 acknowledged writes',
    equal(0, 'writes'),
    `${how.regionLoss}, history of every write`,
  ],
  [
    'failover.steps',
    `A failover takes the ${steps.length} steps ${list(steps.map(words))}, in this order`,
    is(steps),
    how.regionLoss,
  ],
  [
    'failover.notification',
    notify.length > 0
      ? `A failover is announced through ${list(notify.map(words))}`
      : 'A failover is announced to nobody outside the platform',
    is(notify),
    how.regionLoss,
  ],
];

const triggers = ({ automatic, manual }: Failover): Draft[] => [
  ...automatic.map(
    (trigger): Draft => [
      `failover.trigger.${slug(trigger)}`,
      `A ${words(trigger)} starts a failover automatically`,
      is(true),
      trigger === 'region_failure' ? how.regionLoss : `game day, trigger \`${trigger}\``,
    ],
  ),
  ...manual.map(
    (trigger): Draft => [
      `failover.trigger.${slug(trigger)}`,
      `A person can start a failover by hand, reason ${words(trigger)}`,
      is(true),
      '`attest failover start`',
    ],
  ),
];

const roles = ({ takeover, replication }: Failover): Draft[] => [
  ['failover.takeover', `${takeover} takes over`, is(takeover), how.regionLoss],
  [
    'failover.replication',
    replication.mode === 'synchronous'
      ? `A commit waits for ${replication.quorum} of the ${replication.standbys.length} standbys in ${list(replication.standbys)}`
      : `Commits reach the standbys in ${list(replication.standbys)} asynchronously: a commit waits for ${replication.quorum} of them`,
    equal(replication.quorum, 'standbys'),
    how.regionLoss,
  ],
];
