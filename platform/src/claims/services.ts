import type { ApiService, Platform, Resource } from '../schema/index.js';
import type { Claim } from './claim.js';
import { containerClaims } from './containers.js';
import { type Draft, inSection } from './draft.js';
import { how } from './how.js';
import { atLeast, atMost, equal, is } from './promised.js';
import { counted } from './wording.js';

export function serviceClaims({ services }: Platform): Claim[] {
  return services.flatMap((service) => [
    ...inSection(service.section, [
      ...stack(service),
      ...scaling(service),
      ...service.resources.flatMap((r) => jobs(service.id, r)),
    ]),
    ...containerClaims(service),
  ]);
}

const stack = ({ id, runtime, framework, deployment }: ApiService): Draft[] => [
  [`${id}.runtime`, `${id} runs on ${runtime}`, is(runtime), 'metric `build_info`, label `runtime`'],
  [`${id}.framework`, `${id} is built with ${framework}`, is(framework), how.record],
  [`${id}.deployment`, `${id} is deployed as ${deployment}`, is(deployment), how.provider(deployment)],
];

const scaling = ({ id, scaling: s }: ApiService): Draft[] => [
  [
    `${id}.scaling.minimum`,
    `${id} never has fewer than ${counted(s.minInstances, 'instance')}`,
    atLeast(s.minInstances, 'instances'),
    how.autoscaler,
  ],
  [
    `${id}.scaling.maximum`,
    `${id} never has more than ${counted(s.maxInstances, 'instance')}`,
    atMost(s.maxInstances, 'instances'),
    how.autoscaler,
  ],
  [
    `${id}.scaling.cpu-target`,
    `${id} scales to keep CPU utilization at ${s.targetCpuPercent} %`,
    equal(s.targetCpuPercent, 'percent'),
    how.autoscaler,
  ],
  [
    `${id}.scaling.memory-target`,
    `${id} scales to keep memory utilization at ${s.targetMemoryPercent} %`,
    equal(s.targetMemoryPercent, 'percent'),
    how.autoscaler,
  ],
];

function jobs(service: string, { path, name, enqueues, fulfilledBy }: Resource): Draft[] {
  const queued = enqueues.map(
    ({ queue, when }): Draft => [
      `${service}.${name}.enqueues.${queue}`,
      `${when === 'always' ? `Every write to ${path}` : `A write to ${path} that asks for it`} puts exactly 1 job on the queue ${queue}, in the same transaction`,
      equal(1, 'jobs'),
      how.bed,
    ],
  );
  if (fulfilledBy === undefined) return queued;
  return [
    ...queued,
    [
      `${service}.${name}.fulfilled`,
      `Every accepted write to ${path} is completed by a GPU worker`,
      is(true),
      how.bed,
    ],
  ];
}
