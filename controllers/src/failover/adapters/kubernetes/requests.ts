import type { V1Scale, V1Status, V2HorizontalPodAutoscaler } from '@kubernetes/client-node';
import { z } from 'zod';
import type { HttpRequest } from '../http/http-request.js';
import { jsonAnswer } from '../http/json-answer.js';
import type { Reading } from '../http/send.js';
import type { Secret } from '../secret.js';

/** A cluster as its kubeconfig describes it. */
export interface ClusterAddress {
  readonly server: string;
  /** `Bearer …`; `undefined` where a client certificate identifies us. */
  readonly authorization?: Secret;
}

const objects = {
  scale: { path: '/apis/apps/v1', plural: 'deployments', subresource: '/scale' },
  autoscaler: { path: '/apis/autoscaling/v2', plural: 'horizontalpodautoscalers', subresource: '' },
} as const;
type ObjectName = keyof typeof objects;

/** Only if nobody has changed it since it was read: otherwise 409. */
export type Patch = {
  readonly metadata: { readonly resourceVersion: string };
  readonly spec: { readonly replicas: number } | { readonly minReplicas: number };
};

/** Source: Kubernetes API, "Scale" of Deployments (apps/v1) and HorizontalPodAutoscaler (autoscaling/v2). */
export const getObject = (
  cluster: ClusterAddress,
  of: ObjectName,
  namespace: string,
  name: string,
): HttpRequest => call(cluster, 'GET', of, namespace, name);

export const patchObject = (
  cluster: ClusterAddress,
  of: ObjectName,
  namespace: string,
  name: string,
  patch: Patch,
): HttpRequest => call(cluster, 'PATCH', of, namespace, name, patch);

function call(
  { server, authorization }: ClusterAddress,
  method: 'GET' | 'PATCH',
  of: ObjectName,
  namespace: string,
  name: string,
  body?: Patch,
): HttpRequest {
  const { path, plural, subresource } = objects[of];
  return {
    adapter: 'Kubernetes',
    method,
    url: `${server.replace(/\/$/, '')}${path}/namespaces/${namespace}/${plural}/${name}${subresource}`,
    headers: {
      accept: 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
      ...(body === undefined ? {} : { 'content-type': 'application/merge-patch+json' }),
    },
    ...(body === undefined ? {} : { body }),
    idempotent: true,
    permission: `${method === 'GET' ? 'get' : 'patch'} on ${plural}${subresource} ${name} in the namespace ${namespace}`,
  };
}

export interface ScaleSeen {
  readonly resourceVersion: string;
  readonly replicas: number;
}
export interface AutoscalerSeen {
  readonly resourceVersion: string;
  readonly min: number;
  readonly max: number;
}

const metadata = z.object({ resourceVersion: z.string() });
type Form<T> = z.ZodType<T>;
const scale = jsonAnswer(
  z.object({ metadata, spec: z.object({ replicas: z.number().exactOptional() }) }) satisfies Form<
    Pick<V1Scale, 'metadata' | 'spec'>
  >,
);
const autoscaler = jsonAnswer(
  z.object({
    metadata,
    spec: z.object({ minReplicas: z.number().exactOptional(), maxReplicas: z.number() }),
  }) satisfies Form<{
    metadata?: V2HorizontalPodAutoscaler['metadata'];
    spec?: Pick<NonNullable<V2HorizontalPodAutoscaler['spec']>, 'minReplicas' | 'maxReplicas'>;
  }>,
);

/** Zero is left out of the JSON of a Scale. */
export const readScale = (assumed: ScaleSeen): Reading<ScaleSeen> => ({
  value: (text) => {
    const { metadata: at, spec } = scale(text);
    return { resourceVersion: at.resourceVersion, replicas: spec.replicas ?? 0 };
  },
  error: statusText,
  assumed,
});

/** `undefined`: the deployment has no autoscaler of its name. */
export const readAutoscaler = (assumed: AutoscalerSeen): Reading<AutoscalerSeen | undefined> => ({
  value: (text, status) => {
    if (status === 404) return undefined;
    const { metadata: at, spec } = autoscaler(text);
    return { resourceVersion: at.resourceVersion, min: spec.minReplicas ?? 1, max: spec.maxReplicas };
  },
  error: statusText,
  assumed,
  accepts: [404],
});

const status = jsonAnswer(
  z.object({
    kind: z.literal('Status'),
    message: z.string(),
    reason: z.string().exactOptional(),
  }) satisfies Form<Pick<V1Status, 'kind' | 'message' | 'reason'>>,
);
export function statusText(text: string): string {
  const { message, reason } = status(text);
  return reason === undefined ? message : `${message} (${reason})`;
}
