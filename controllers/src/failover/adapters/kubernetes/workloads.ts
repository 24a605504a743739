import { ControllerError } from '../../../controller-error.js';
import type { Workloads } from '../../ports.js';
import { type SendOptions, send } from '../http/send.js';
import type { ClusterAccess } from './cluster-access.js';
import { getObject, patchObject, readAutoscaler, readScale } from './requests.js';

export interface ClusterWorkloads {
  readonly namespace: string;
  /** Deployment by service, where it is not called like the service. */
  readonly deployments?: Readonly<Record<string, string>>;
}

/** Reading again is all that helps against somebody who writes at the same time, and an autoscaler writes seldom. */
const attemptsOnConflict = 3;

/**
 * Deployments of the clusters, by region. An autoscaler of the same name would soon take back what it did not decide, so its minimum is raised as well,
 * first; nothing is ever lowered.
 */
export function kubernetesWorkloads(
  regions: Readonly<Record<string, ClusterWorkloads & { readonly access: ClusterAccess }>>,
  options: SendOptions,
): Workloads {
  return {
    async scale(region, service, replicas, signal) {
      const it = regions[region];
      if (it === undefined) {
        throw new ControllerError(
          'not-configured',
          `Kubernetes: no cluster is configured in ${region}; there are ${Object.keys(regions).join(', ')}`,
          'name its context and namespace in the target’s failover section',
        );
      }
      const name = it.deployments?.[service] ?? service;
      const cluster = { ...options, dispatcher: it.access.dispatcher } as SendOptions;
      await afresh(() => raiseMinimum(it, name, replicas, cluster, signal));
      await afresh(() => raiseReplicas(it, name, replicas, cluster, signal));
    },
  };
}

type Region = ClusterWorkloads & { readonly access: ClusterAccess };

async function raiseMinimum(
  { access, namespace }: Region,
  name: string,
  replicas: number,
  options: SendOptions,
  signal: AbortSignal,
): Promise<void> {
  const assumed = { resourceVersion: 'as-read', min: 0, max: replicas };
  const reading = readAutoscaler(assumed);
  const now = await send(getObject(access.address, 'autoscaler', namespace, name), reading, options, signal);
  if (now === undefined || now.min >= replicas) return;
  if (now.max < replicas) {
    throw new ControllerError(
      'rejected',
      `Kubernetes: ${name} in ${namespace} shall have ${replicas} instances, but its HorizontalPodAutoscaler allows ${now.max} at most`,
      'raise its maxReplicas, or ask for fewer instances in the target’s failover section',
    );
  }
  const patch = { metadata: { resourceVersion: now.resourceVersion }, spec: { minReplicas: replicas } };
  await send(patchObject(access.address, 'autoscaler', namespace, name, patch), reading, options, signal);
}

async function raiseReplicas(
  { access, namespace }: Region,
  name: string,
  replicas: number,
  options: SendOptions,
  signal: AbortSignal,
): Promise<void> {
  const reading = readScale({ resourceVersion: 'as-read', replicas: 0 });
  const now = await send(getObject(access.address, 'scale', namespace, name), reading, options, signal);
  if (now.replicas >= replicas) return;
  const patch = { metadata: { resourceVersion: now.resourceVersion }, spec: { replicas } };
  await send(patchObject(access.address, 'scale', namespace, name, patch), reading, options, signal);
}

async function afresh(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const conflict = error instanceof ControllerError && error.code === 'conflict';
      if (!conflict || attempt >= attemptsOnConflict) throw error;
    }
  }
}
