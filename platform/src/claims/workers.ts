import type { Platform, QueueEffect } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection, when } from './draft.js';
import { how } from './how.js';
import { atMost, equal, is } from './promised.js';
import { counted, duration } from './wording.js';

const done: Record<QueueEffect, string> = {
  process: 'complete it',
  'process-and-publish': 'complete it and publish that it is done',
  'deliver-webhook': "deliver it to the customer's webhook",
};

export function workerClaims({ workers }: Platform): Claim[] {
  return workers.flatMap(({ id, deployment, queues, effects, resources, timeoutSeconds, section }) =>
    inSection(section, [
      when(deployment, (kind) => [`${id}.deployment`, `${id} run as ${kind}`, is(kind), how.manifest]),
      ...queues.map(
        (queue): Draft => [
          `${id}.queue.${queue}`,
          `${id} take every job from the queue ${queue} and ${done[effects?.[queue] ?? 'process']}`,
          is(queue),
          how.bed,
        ],
      ),
      [
        `${id}.cpu`,
        `Each of ${id} has ${counted(resources.cpuCores, 'CPU core')}`,
        equal(resources.cpuCores, 'cores'),
        how.manifest,
      ],
      [
        `${id}.memory`,
        `Each of ${id} has ${resources.memoryGib} GiB of memory`,
        equal(resources.memoryGib, 'GiB'),
        how.manifest,
      ],
      [
        `${id}.timeout`,
        `A job of ${id} is finished, or ended, within ${duration(timeoutSeconds)}`,
        atMost(timeoutSeconds, 'seconds'),
        'metric `messaging_process_duration_seconds`',
      ],
    ]),
  );
}
