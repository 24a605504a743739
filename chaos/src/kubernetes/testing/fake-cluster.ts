import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface FakeTrouble {
  readonly status: number;
  readonly reason: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** So many requests are answered so. */
  times: number;
}

export interface FakeClusterOptions {
  readonly services: readonly {
    readonly service: string;
    readonly labels: Readonly<Record<string, string>>;
  }[];
  readonly namespace: string;
  readonly replicas?: number;
  readonly hasChaosMesh?: boolean;
  /** Without: the network of this cluster takes policies and does not enforce them. */
  readonly enforcesPolicies?: boolean;
  /** A pod that is killed is not replaced. */
  readonly replacesPods?: boolean;
}

/** What the authorizer is asked of a request, `delete pods in production`. */
export type Asked = string;

export interface FakeCluster {
  readonly url: string;
  readonly token: string;
  readonly pods: { name: string; uid: string; labels: Readonly<Record<string, string>>; asks: number }[];
  /** By `kind/name`. */
  readonly objects: Map<string, { spec: Record<string, unknown> }>;
  readonly asked: Set<Asked>;
  trouble: FakeTrouble | undefined;
  /** A URL that answers as a service does to whoever is outside. */
  probe(service: string): string;
}

/** So many bytes of pods are in one page. */
const pageSize = 2;
/** So often must be asked for a new pod until it is ready. */
const asksUntilReady = 2;

/** Keeps pods and objects as an API server with its controllers would, with the documented errors. Source: Kubernetes API conventions. */
export async function fakeCluster(options: FakeClusterOptions): Promise<FakeCluster> {
  const { services, namespace, replicas = 3, hasChaosMesh = true } = options;
  let uids = 0;
  const newPod = (service: string, labels: Readonly<Record<string, string>>, asks: number) => {
    uids += 1;
    return { name: `${service}-${uids}`, uid: `uid-${uids}`, labels, asks };
  };
  const cluster: FakeCluster = {
    url: '',
    token: 'hunter2',
    pods: services.flatMap(({ service, labels }) =>
      Array.from({ length: replicas }, () => newPod(service, labels, asksUntilReady)),
    ),
    objects: new Map(),
    asked: new Set(),
    trouble: undefined,
    probe: (service) => `${url}/probe/${service}`,
  };
  const objects = () => [...cluster.objects].map(([key, { spec }]) => ({ kind: key.split('/')[0], spec }));

  const answer = async (request: IncomingMessage, response: ServerResponse, text: string) => {
    const say = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    const refuse = (code: number, reason: string, headers = {}) =>
      say(
        code,
        {
          kind: 'Status',
          apiVersion: 'v1',
          status: 'Failure',
          code,
          reason,
          message: `${reason} by the fake`,
        },
        headers,
      );
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://fake');
    if (pathname.startsWith('/probe/')) {
      const isCut =
        options.enforcesPolicies !== false && objects().some(({ kind }) => kind === 'networkpolicies');
      const slow = objects().find(({ kind }) => kind === 'networkchaos');
      const latency = (slow?.spec as { delay?: { latency: string } } | undefined)?.delay?.latency ?? '0ms';
      await delay(Number(latency.replace('ms', '')));
      response.writeHead(isCut ? 503 : 200).end();
      return;
    }
    if (request.headers.authorization !== `Bearer ${cluster.token}`) return refuse(401, 'Unauthorized');
    const at = /^\/(?:api|apis\/([^/]+))\/[^/]+\/namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+))?$/.exec(pathname);
    const [, group = '', of, resource = '', name] = at ?? [];
    const method = request.method ?? '';
    const verb =
      { GET: name === undefined ? 'list' : 'get', DELETE: 'delete', POST: 'create' }[method] ?? method;
    cluster.asked.add(`${verb} ${group === '' ? '' : `${group}/`}${resource} in ${of}`);
    if (cluster.trouble !== undefined && cluster.trouble.times > 0) {
      cluster.trouble.times -= 1;
      return refuse(cluster.trouble.status, cluster.trouble.reason, cluster.trouble.headers);
    }
    if (of !== namespace || (group === 'chaos-mesh.org' && !hasChaosMesh)) return refuse(404, 'NotFound');
    if (resource === 'pods') {
      if (method === 'GET') {
        const wanted = (searchParams.get('labelSelector') ?? '').split(',').map((it) => it.split('='));
        const matching = cluster.pods.filter(({ labels }) =>
          wanted.every(([key = '', value]) => labels[key] === value),
        );
        const from = Number(searchParams.get('continue') ?? 0);
        const failed = objects().some(({ kind }) => kind === 'podchaos');
        const page = matching.slice(from, from + pageSize);
        for (const pod of page) pod.asks += 1;
        const next = from + pageSize < matching.length ? { continue: `${from + pageSize}` } : {};
        return say(200, {
          kind: 'PodList',
          metadata: next,
          items: page.map((pod, index) => ({
            metadata: { name: pod.name, uid: pod.uid },
            status: {
              conditions: [
                {
                  type: 'Ready',
                  status: pod.asks > asksUntilReady && !(failed && from + index === 0) ? 'True' : 'False',
                },
              ],
            },
          })),
        });
      }
      const pod = cluster.pods.find((it) => it.name === name);
      if (pod === undefined) return refuse(404, 'NotFound');
      const { preconditions } = JSON.parse(text) as { preconditions?: { uid?: string } };
      if (preconditions?.uid !== pod.uid) return refuse(409, 'Conflict');
      cluster.pods.splice(cluster.pods.indexOf(pod), 1);
      if (options.replacesPods !== false)
        cluster.pods.push(newPod(pod.name.replace(/-\d+$/, ''), pod.labels, 0));
      return say(200, { kind: 'Status', status: 'Success' });
    }
    if (method === 'POST') {
      const object = JSON.parse(text) as { metadata: { name: string }; spec: Record<string, unknown> };
      const key = `${resource}/${object.metadata.name}`;
      if (cluster.objects.has(key)) return refuse(409, 'AlreadyExists');
      cluster.objects.set(key, { spec: object.spec });
      return say(201, object);
    }
    const key = `${resource}/${name}`;
    const found = cluster.objects.get(key);
    if (found === undefined) return refuse(404, 'NotFound');
    if (method === 'DELETE') cluster.objects.delete(key);
    const conditions = [
      { type: 'AllInjected', status: 'True' },
      { type: 'AllRecovered', status: 'False' },
    ];
    return say(200, { metadata: { name }, spec: found.spec, status: { conditions } });
  };
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => void answer(request, response, text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(cluster, { url });
}
