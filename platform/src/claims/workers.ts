import type { Platform } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection, when } from './draft.js';
import { how } from './how.js';
import { atMost, equal, is } from './promised.js';
import { counted, duration } from './wording.js';

export function workerClaims({ workers }: Platform): Claim[] {
  return workers.flatMap(({ id, deployment, queues, resources, timeoutSeconds, section }) =>
    inSection(section, [
      when(deployment, (kind) => [`${id}.deployment`, `${id} run as ${kind}`, is(kind), how.manifest]),
      ...queues.map(
        (queue): Draft => [
          `${id}.queue.${queue}`,
          `${id} take every job from the queue ${queue}`,
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
