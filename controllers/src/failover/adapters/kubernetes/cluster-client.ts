import type { V1Pod } from '@kubernetes/client-node';
import { z } from 'zod';
import { ControllerError } from '../../../controller-error.js';
import type { HttpRequest } from '../http/http-request.js';
import { jsonAnswer } from '../http/json-answer.js';
import { type SendOptions, send } from '../http/send.js';
import type { ClusterAccess } from './cluster-access.js';
import { statusText } from './requests.js';

/** Kinds of objects that a fault may consist of, and where the API server has them. Sources: Kubernetes API; Chaos Mesh, its CRDs. */
export const objectKinds = {
  NetworkPolicy: { group: 'networking.k8s.io', version: 'v1', plural: 'networkpolicies' },
  PodChaos: { group: 'chaos-mesh.org', version: 'v1alpha1', plural: 'podchaos' },
  NetworkChaos: { group: 'chaos-mesh.org', version: 'v1alpha1', plural: 'networkchaos' },
} as const;
export type ObjectKind = keyof typeof objectKinds;

export interface ObjectRef {
  readonly kind: ObjectKind;
  readonly namespace: string;
  readonly name: string;
}

export interface ClusterObject extends ObjectRef {
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: unknown;
}

export interface PodSeen {
  readonly name: string;
  readonly uid: string;
  readonly isReady: boolean;
  /** Told to end. */
  readonly isLeaving: boolean;
}

/** What a game day asks of a cluster, and does to it. Every call rejects with a ControllerError of the adapters. */
export interface ClusterClient {
  /** As the kubeconfig calls the cluster. */
  readonly name: string;
  listPods(namespace: string, labels: Readonly<Record<string, string>>): Promise<readonly PodSeen[]>;
  /** At once, and only this very pod: one of the same name that has taken its place is left alone. */
  killPod(namespace: string, pod: Pick<PodSeen, 'name' | 'uid'>): Promise<void>;
  /** One that is there already is taken for ours: nobody else makes objects of this name. */
  create(object: ClusterObject): Promise<void>;
  /** What its status says is true; `undefined` when there is no such object. */
  conditions(ref: ObjectRef): Promise<readonly string[] | undefined>;
  /** Also when it is gone already. */
  remove(ref: ObjectRef): Promise<void>;
}

export interface ClusterClientOptions {
  readonly access: ClusterAccess;
  /** The only ones that anything is done in, or looked at. */
  readonly namespaces: readonly string[];
  /** Nothing is changed, whoever asks. */
  readonly readOnly: boolean;
  readonly send: SendOptions;
  readonly signal: AbortSignal;
}

const metadata = z.object({
  name: z.string(),
  uid: z.string(),
  deletionTimestamp: z.string().exactOptional(),
});
const pods = jsonAnswer(
  z.object({
    metadata: z.object({ continue: z.string().exactOptional() }),
    items: z.array(
      z.object({
        metadata,
        status: z.object({
          conditions: z.array(z.object({ type: z.string(), status: z.string() })).exactOptional(),
        }),
      }),
    ),
  }) satisfies z.ZodType<{ items: SeenOf<V1Pod>[] }>,
);
type SeenOf<P extends V1Pod> = { metadata?: Pick<NonNullable<P['metadata']>, 'name' | 'uid'> };
const withConditions = jsonAnswer(
  z.object({
    status: z
      .object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).optional() })
      .optional(),
  }),
);

/** So many pods in one answer; more are asked for page by page. */
const pageSize = 200;

export function clusterClient(options: ClusterClientOptions): ClusterClient {
  const { access, namespaces, readOnly, signal } = options;
  const { server, authorization } = access.address;
  const sending = { ...options.send, dispatcher: access.dispatcher } as SendOptions;
  const call = (
    method: HttpRequest['method'],
    path: string,
    permission: string,
    { body, idempotent = true }: { body?: unknown; idempotent?: boolean } = {},
  ): HttpRequest => ({
    adapter: 'Kubernetes',
    method,
    url: `${server.replace(/\/$/, '')}${path}`,
    headers: { accept: 'application/json', ...(authorization === undefined ? {} : { authorization }) },
    ...(body === undefined ? {} : { body }),
    idempotent,
    permission,
  });
  const ignored = { value: () => undefined, error: statusText, assumed: undefined };
  const allowed = (namespace: string) => {
    if (namespaces.includes(namespace)) return;
    throw new ControllerError(
      'not-configured',
      `Kubernetes: the namespace ${namespace} is not allowed; allowed are ${namespaces.join(', ') || 'none'}`,
      'name it in the target’s gameday.namespaces, if game days may break what is in it',
    );
  };
  const mayChange = (namespace: string) => {
    allowed(namespace);
    if (!readOnly) return;
    throw new ControllerError(
      'not-configured',
      `Kubernetes: nothing is changed in ${namespace}: this run is read-only`,
      'leave --read-only out to inject faults',
    );
  };
  const podsPath = (namespace: string) => `/api/v1/namespaces/${namespace}/pods`;
  return {
    name: access.name,
    async listPods(namespace, labels) {
      allowed(namespace);
      const selector = Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(',');
      const seen: PodSeen[] = [];
      let next = '';
      do {
        const query = new URLSearchParams({
          labelSelector: selector,
          limit: `${pageSize}`,
          ...(next && { continue: next }),
        });
        const request = call(
          'GET',
          `${podsPath(namespace)}?${query}`,
          `list on pods in the namespace ${namespace}`,
        );
        const reading = { value: pods, error: statusText, assumed: { metadata: {}, items: [] } };
        const answer = await send(request, reading, sending, signal);
        seen.push(
          ...answer.items.map(({ metadata: it, status }) => ({
            name: it.name,
            uid: it.uid,
            isReady:
              status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false,
            isLeaving: it.deletionTimestamp !== undefined,
          })),
        );
        next = answer.metadata.continue ?? '';
      } while (next !== '');
      return seen;
    },
    async killPod(namespace, { name, uid }) {
      mayChange(namespace);
      const body = { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0, preconditions: { uid } };
      const request = call(
        'DELETE',
        `${podsPath(namespace)}/${name}`,
        `delete on pods in the namespace ${namespace}`,
        { body },
      );
      // 404 and 409: it is gone, or another pod has its name.
      await send(request, { ...ignored, accepts: [404, 409] }, sending, signal);
    },
    async create(object) {
      mayChange(object.namespace);
      const { group, version, plural } = objectKinds[object.kind];
      const { name, namespace, labels, kind, spec } = object;
      const body = { apiVersion: `${group}/${version}`, kind, metadata: { name, namespace, labels }, spec };
      const request = call(
        'POST',
        collectionPath(object),
        `create on ${plural} in the namespace ${namespace}`,
        { body },
      );
      await send(request, { ...ignored, accepts: [409] }, sending, signal);
    },
    async conditions(ref) {
      allowed(ref.namespace);
      const { plural } = objectKinds[ref.kind];
      const request = call('GET', objectPath(ref), `get on ${plural} in the namespace ${ref.namespace}`);
      const reading = {
        value: (text: string, status: number) =>
          status === 404
            ? undefined
            : (withConditions(text).status?.conditions ?? []).flatMap(({ type, status: is }) =>
                is === 'True' ? [type] : [],
              ),
        error: statusText,
        assumed: undefined,
        accepts: [404],
      };
      return send<readonly string[] | undefined>(request, reading, sending, signal);
    },
    async remove(ref) {
      mayChange(ref.namespace);
      const { plural } = objectKinds[ref.kind];
      const request = call(
        'DELETE',
        objectPath(ref),
        `delete on ${plural} in the namespace ${ref.namespace}`,
      );
      await send(request, { ...ignored, accepts: [404] }, sending, signal);
    },
  };
}

function collectionPath({ kind, namespace }: Pick<ObjectRef, 'kind' | 'namespace'>): string {
  const { group, version, plural } = objectKinds[kind];
  return `/apis/${group}/${version}/namespaces/${namespace}/${plural}`;
}

const objectPath = (ref: ObjectRef) => `${collectionPath(ref)}/${ref.name}`;
