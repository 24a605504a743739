import type { ApiService, Probe } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection, when } from './draft.js';
import { how } from './how.js';
import { atMost, equal, is } from './promised.js';
import { counted, duration } from './wording.js';

export function containerClaims(service: ApiService): Claim[] {
  const { id, container, manifest } = service;
  const { requests, limits } = container.resources;
  return inSection(container.section ?? manifest?.section ?? service.section, [
    [`${id}.container.image`, `${id} runs the image ${container.image}`, is(container.image), how.manifest],
    [
      `${id}.container.port`,
      `${id} listens on port ${container.port}`,
      equal(container.port, 'port'),
      how.manifest,
    ],
    [
      `${id}.container.cpu-request`,
      `An instance of ${id} is given ${requests.cpuMilli / 1000} CPU`,
      equal(requests.cpuMilli, 'millicores'),
      how.manifest,
    ],
    [
      `${id}.container.cpu-limit`,
      `An instance of ${id} uses no more than ${limits.cpuMilli / 1000} CPU`,
      atMost(limits.cpuMilli, 'millicores'),
      how.manifest,
    ],
    [
      `${id}.container.memory-request`,
      `An instance of ${id} is given ${requests.memoryMib} MiB of memory`,
      equal(requests.memoryMib, 'MiB'),
      how.manifest,
    ],
    [
      `${id}.container.memory-limit`,
      `An instance of ${id} uses no more than ${limits.memoryMib} MiB of memory`,
      atMost(limits.memoryMib, 'MiB'),
      how.manifest,
    ],
    ...probe(`${id}.liveness`, `an instance of ${id} is alive`, service.liveness),
    ...probe(`${id}.readiness`, `an instance of ${id} is ready`, service.readiness),
    when(manifest, ({ replicas }) => [
      `${id}.manifest.replicas`,
      `The manifest of ${id} starts ${counted(replicas, 'replica')}`,
      equal(replicas, 'replicas'),
      how.manifest,
    ]),
    when(manifest, ({ namespace, labels, env }) => [
      `${id}.manifest.namespace`,
      `${id} is deployed to the namespace ${namespace}, labelled ${pairs(labels)}, with ${pairs(env)}`,
      is(namespace),
      how.manifest,
    ]),
  ]);
}

const pairs = (record: Record<string, string>) =>
  Object.entries(record)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ') || 'nothing';

const probe = (id: string, question: string, p: Probe): Draft[] => [
  [`${id}.path`, `GET ${p.path} on port ${p.port} says whether ${question}`, is(p.path), how.bed],
  [
    `${id}.period`,
    `It is asked every ${duration(p.periodSeconds)} whether ${question}`,
    equal(p.periodSeconds, 'seconds'),
    how.manifest,
  ],
  [
    `${id}.initial-delay`,
    `It is first asked after ${duration(p.initialDelaySeconds)} whether ${question}`,
    equal(p.initialDelaySeconds, 'seconds'),
    how.manifest,
  ],
];
