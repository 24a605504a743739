import type { ApiService, Manifest, Platform } from '@attest/platform';
import { clockSkewMs } from '../faults/clock-skew.js';
import { resetShare } from '../faults/connection-resets.js';
import type { FaultName, Site } from '../faults/index.js';
import { latencyAddedMs } from '../faults/latency.js';
import { narrowKilobytesPerSecond } from '../faults/narrow-link.js';
import { replicateSlowMs } from '../faults/replicate-slow.js';
import type { ChaosMeshSpec, PodSelector } from './chaos-mesh-object.js';

export interface MeshContext {
  readonly platform: Platform;
  readonly site: Site;
  /** Those that run in the cluster. */
  readonly services: readonly (ApiService & { readonly manifest: Manifest })[];
  /** How long the fault lasts; Chaos Mesh undoes it by itself then, whatever became of whoever applied it. */
  readonly duration: string;
}

/** What cannot be done from within a cluster, and what to do instead. */
export interface NotExported {
  readonly because: string;
}

/** Every node of a managed cluster carries it. Source: kubernetes.io, "Well-Known Labels, Annotations and Taints". */
const regionLabel = 'topology.kubernetes.io/region';

/** Source: https://replicate.com/docs/reference/http */
const replicateHost = 'api.replicate.com';

/** Where its clients go, and where they go when that does not answer. Source: ably 2, `getPrimaryDomainFromEndpoint`. */
const ablyHosts = [
  'main.realtime.ably.net',
  ...['a', 'b', 'c', 'd', 'e'].map((id) => `main.${id}.fallback.ably-realtime.com`),
];

const inTheMesh = {
  because:
    'HTTPChaos changes every answer or none, and no share of them; use a fault of the service mesh, which knows percentages',
};

const deployed = {
  because:
    'a release is no fault to be injected; deploy such a revision through the pipeline, and judge it with `attest canary judge`',
};

const outsideTheCluster = {
  because:
    'the database is managed outside of the cluster; use what its provider offers to restart or to isolate it',
};

const vendorsAreOutside = {
  because:
    'HTTPChaos changes what pods of the cluster answer, not what a vendor does; let an egress gateway do it',
};

const customersAreUnknown = {
  because: 'the hosts of customers are not in the catalog; name a test customer in `externalTargets` by hand',
};

/** How Chaos Mesh does what a fault does here; exhaustive, so that a new fault says whether it can. */
export const chaosMeshSpecs: Readonly<
  Record<FaultName, (context: MeshContext) => readonly ChaosMeshSpec[] | NotExported>
> = {
  'region-loss': (context) => {
    const everything = inRegion(context, context.site.primary);
    return [
      // All that leaves the region, answers included; without a target there is only this direction.
      networkChaos(context, { ...everything, action: 'partition', direction: 'to' }),
      { kind: 'PodChaos', spec: { ...everything, action: 'pod-failure', duration: context.duration } },
    ];
  },
  'database-kill': () => outsideTheCluster,
  'database-pause': () => outsideTheCluster,
  'database-unreachable': () => outsideTheCluster,
  'disk-full': () => outsideTheCluster,
  'slow-disk': () => outsideTheCluster,
  'instance-kill': ({ services }) =>
    services.map((service) => ({
      kind: 'PodChaos',
      spec: { ...ofService(service, 'one'), action: 'pod-kill', gracePeriod: 0 },
    })),
  'instance-pause': ({ services, duration }) =>
    services.map((service) => ({
      kind: 'PodChaos',
      spec: { ...ofService(service, 'one'), action: 'pod-failure', duration },
    })),
  'slow-start': () => ({
    because:
      'no resource of Chaos Mesh delays a start; give one pod an init container that sleeps, and delete it without grace',
  }),
  'bad-configuration': () => ({
    because:
      'a configuration is no fault to be injected; roll one out with `maxUnavailable: 1` and watch the rollout stop at the first pod',
  }),
  'node-drain': () => ({
    because: 'no resource of Chaos Mesh drains a node; run `kubectl drain` and `kubectl uncordon`',
  }),
  'secret-rotation': () => ({
    because: 'no resource of Chaos Mesh changes a secret; rotate it where it is kept, as its runbook says',
  }),
  'clock-skew': ({ services, duration }) =>
    services.map((service, index) => ({
      kind: 'TimeChaos',
      spec: {
        ...ofService(service, 'one'),
        timeOffset: `${index % 2 === 0 ? '' : '-'}${clockSkewMs / 60_000}m`,
        duration,
      },
    })),
  partition: (context) => partitions(context, 'both', [context.site.takeover]),
  'one-way-partition': (context) => partitions(context, 'to', [context.site.takeover]),
  'deaf-primary': (context) => partitions(context, 'from', [context.site.takeover]),
  'bystander-partition': (context) => partitions(context, 'both', [context.site.bystander]),
  'isolated-primary': (context) =>
    partitions(context, 'both', [context.site.takeover, context.site.bystander]),
  'narrow-link': (context) => [
    networkChaos(context, {
      ...inRegion(context, context.site.primary),
      action: 'bandwidth',
      direction: 'to',
      target: inRegion(context, context.site.takeover),
      // Room for a second, and for a few packets: what the pages of Chaos Mesh show is for much more.
      bandwidth: {
        rate: `${narrowKilobytesPerSecond}kbps`,
        limit: narrowKilobytesPerSecond * 1000,
        buffer: 10_000,
      },
    }),
  ],
  // It can lose packets, and break no connections; those that lose enough break.
  'connection-resets': (context) => [
    networkChaos(context, {
      ...inRegion(context, context.site.primary),
      action: 'loss',
      direction: 'to',
      loss: { loss: String(resetShare * 100) },
    }),
  ],
  'error-injection': () => inTheMesh,
  'slow-responses': () => inTheMesh,
  'traffic-spike': () => ({
    because: 'more traffic is no fault of a part; send it with `attest capacity --profile spike`',
  }),
  'retry-storm': () => ({
    because: 'more traffic is no fault of a part; send writes again with their keys, with k6',
  }),
  'webhook-late': () => customersAreUnknown,
  'ably-outage': (context) => [
    networkChaos(context, {
      ...everywhere(context),
      action: 'partition',
      direction: 'to',
      externalTargets: ablyHosts,
    }),
  ],
  'replica-lag': () => ({
    because: 'no resource of Chaos Mesh holds back a replica; run `select pg_wal_replay_pause()` on it',
  }),
  latency: (context) => [
    networkChaos(context, {
      ...inRegion(context, context.site.primary),
      action: 'delay',
      direction: 'to',
      delay: { latency: `${latencyAddedMs}ms` },
    }),
  ],
  'crash-loop': () => ({
    because: 'what is killed once is back; use a Schedule of the objects of instance-kill, every few seconds',
  }),
  'flapping-partition': () => ({
    because: 'an object lasts in one piece; use a Schedule of the object of partition, every few seconds',
  }),
  'stale-dns-in-failover': () => outsideTheCluster,
  'slow-dns': () => ({
    because:
      "the cluster's name service is not in the catalog; delay its pods by a NetworkChaos of your own, in kube-system",
  }),
  'connection-exhaustion': () => outsideTheCluster,
  'long-lock': () => outsideTheCluster,
  'replicate-outage': () => vendorsAreOutside,
  'replicate-rate-limit': () => vendorsAreOutside,
  'replicate-slow': (context) => [
    networkChaos(context, {
      ...everywhere(context),
      action: 'delay',
      direction: 'to',
      externalTargets: [replicateHost],
      delay: { latency: `${replicateSlowMs}ms` },
    }),
  ],
  'replicate-hang': (context) => [
    networkChaos(context, {
      ...everywhere(context),
      action: 'partition',
      direction: 'to',
      externalTargets: [replicateHost],
    }),
  ],
  'good-release': () => deployed,
  'release-with-errors': () => deployed,
  'slow-release': () => deployed,
  'late-release': () => deployed,
  'release-with-cpu-leak': () => deployed,
  'migrating-release': () => deployed,
  'migrating-release-with-errors': () => deployed,
  'blue-green-switch': () => deployed,
  'webhook-outage': () => customersAreUnknown,
  'webhook-loss': () => customersAreUnknown,
  'webhook-duplicate': () => customersAreUnknown,
  'alerting-outage-in-failover': () => outsideTheCluster,
  'pager-outage-in-failover': () => outsideTheCluster,
};

function networkChaos(
  { duration }: MeshContext,
  spec: Omit<Extract<ChaosMeshSpec, { kind: 'NetworkChaos' }>['spec'], 'duration'>,
): ChaosMeshSpec {
  return { kind: 'NetworkChaos', spec: { ...spec, duration } };
}

/** Between the primary region and others, seen from the primary one. One object a region: a target is one set of pods. */
function partitions(
  context: MeshContext,
  direction: 'to' | 'from' | 'both',
  others: readonly (string | undefined)[],
): readonly ChaosMeshSpec[] | NotExported {
  if (others.includes(undefined)) return { because: 'the catalog has no third region' };
  return others.map((other) =>
    networkChaos(context, {
      ...inRegion(context, context.site.primary),
      action: 'partition',
      direction,
      target: inRegion(context, other as string),
    }),
  );
}

function namespacesOf({ services }: MeshContext): string[] {
  return [...new Set(services.map(({ manifest }) => manifest.namespace))];
}

function everywhere(context: MeshContext): PodSelector {
  return { selector: { namespaces: namespacesOf(context) }, mode: 'all' };
}

function inRegion(context: MeshContext, region: string): PodSelector {
  return {
    selector: { namespaces: namespacesOf(context), nodeSelectors: { [regionLabel]: region } },
    mode: 'all',
  };
}

function ofService({ manifest }: MeshContext['services'][number], mode: PodSelector['mode']): PodSelector {
  return { selector: { namespaces: [manifest.namespace], labelSelectors: manifest.labels }, mode };
}
