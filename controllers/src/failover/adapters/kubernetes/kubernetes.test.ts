import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppsV1Api, KubeConfig } from '@kubernetes/client-node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { never, recorded } from '../testing/recorded.js';
import { type Heard, type ScriptedAnswer, scriptedServer } from '../testing/scripted-server.js';
import { clusterAccess } from './cluster-access.js';
import { getObject, patchObject } from './requests.js';
import { kubernetesWorkloads } from './workloads.js';

const status = (code: number, reason: string, message: string): ScriptedAnswer => ({
  status: code,
  body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message },
});

function kubeconfig(server: string, user: object = { token: 'hunter2' }): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'attest-kube-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = path.join(directory, 'config');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'eu',
    clusters: [{ name: 'eu', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'attest', user }],
    contexts: [{ name: 'eu', context: { cluster: 'eu', user: 'attest' } }],
  };
  writeFileSync(file, stringify(config));
  return file;
}

interface Cluster {
  replicas: number;
  autoscaler?: { min: number; max: number };
  /** What somebody else changes between our reading and our first patch. */
  meanwhile?: { replicas: number };
  /** Answers instead of the cluster, so many times from the beginning. */
  trouble?: ScriptedAnswer[];
}

/** Keeps a deployment and its autoscaler as an API server would: a patch of what has changed meanwhile is a conflict. */
async function cluster(state: Cluster) {
  const versions = { scale: 1, autoscaler: 1 };
  const trouble = [...(state.trouble ?? [])];
  const answer = ({ method, path: at, body }: Heard): ScriptedAnswer => {
    const instead = trouble.shift();
    if (instead !== undefined) return instead;
    const of = at.endsWith('/scale') ? 'scale' : 'autoscaler';
    if (of === 'autoscaler' && state.autoscaler === undefined)
      return status(404, 'NotFound', 'horizontalpodautoscalers.autoscaling "shop" not found');
    if (method === 'PATCH') {
      if (state.meanwhile !== undefined) {
        Object.assign(state, state.meanwhile, { meanwhile: undefined });
        versions[of] += 1;
      }
      const patch = body as {
        metadata: { resourceVersion: string };
        spec: { replicas?: number; minReplicas?: number };
      };
      if (patch.metadata.resourceVersion !== `${versions[of]}`)
        return status(409, 'Conflict', 'the object has been modified');
      versions[of] += 1;
      if (patch.spec.replicas !== undefined) state.replicas = patch.spec.replicas;
      if (state.autoscaler && patch.spec.minReplicas !== undefined)
        state.autoscaler.min = patch.spec.minReplicas;
    }
    const metadata = { name: 'shop', resourceVersion: `${versions[of]}` };
    const { replicas, autoscaler } = state;
    return of === 'scale'
      ? { body: { kind: 'Scale', metadata, spec: { ...(replicas > 0 && { replicas }) } } }
      : {
          body: {
            kind: 'HorizontalPodAutoscaler',
            metadata,
            spec: { minReplicas: autoscaler?.min, maxReplicas: autoscaler?.max },
          },
        };
  };
  const { url, heard } = await scriptedServer(answer);
  const access = await clusterAccess('eu', kubeconfig(url));
  const workloads = kubernetesWorkloads({ 'eu-west-1': { access, namespace: 'production' } }, recorded());
  const patches = () =>
    heard.filter(({ method }) => method === 'PATCH').map(({ body }) => (body as { spec: object }).spec);
  return { url, heard, patches, state, access, workloads };
}

describe('deployments of Kubernetes', () => {
  it('get more instances, with the token of the kubeconfig', async () => {
    const { workloads, state, heard } = await cluster({ replicas: 0 });
    await workloads.scale('eu-west-1', 'shop', 5, never);
    expect(state.replicas).toBe(5);
    expect(heard.at(-1)).toMatchObject({
      method: 'PATCH',
      path: '/apis/apps/v1/namespaces/production/deployments/shop/scale',
      headers: { authorization: 'Bearer hunter2', 'content-type': 'application/merge-patch+json' },
      body: { metadata: { resourceVersion: '1' }, spec: { replicas: 5 } },
    });
  });

  it('keep them, because the autoscaler’s minimum is raised first', async () => {
    const { workloads, state, patches } = await cluster({ replicas: 3, autoscaler: { min: 3, max: 50 } });
    await workloads.scale('eu-west-1', 'shop', 10, never);
    expect(state).toMatchObject({ replicas: 10, autoscaler: { min: 10, max: 50 } });
    expect(patches()).toEqual([{ minReplicas: 10 }, { replicas: 10 }]);
  });

  it('never get fewer', async () => {
    const { workloads, patches } = await cluster({ replicas: 20, autoscaler: { min: 12, max: 50 } });
    await workloads.scale('eu-west-1', 'shop', 10, never);
    expect(patches()).toEqual([]);
  });

  it('get none when the autoscaler would not let them', async () => {
    const { workloads, patches } = await cluster({ replicas: 3, autoscaler: { min: 3, max: 5 } });
    await expect(workloads.scale('eu-west-1', 'shop', 10, never)).rejects.toMatchObject({
      code: 'rejected',
      message: expect.stringContaining('allows 5 at most'),
    });
    expect(patches()).toEqual([]);
  });

  it('are read again when somebody changed them meanwhile', async () => {
    const { workloads, state, heard } = await cluster({ replicas: 3, meanwhile: { replicas: 4 } });
    await workloads.scale('eu-west-1', 'shop', 5, never);
    expect(state.replicas).toBe(5);
    expect(heard.filter(({ method }) => method === 'PATCH')).toHaveLength(2);
  });

  it('are not set back to what was asked for when somebody gave them more meanwhile', async () => {
    const { workloads, state, heard } = await cluster({ replicas: 3, meanwhile: { replicas: 9 } });
    await workloads.scale('eu-west-1', 'shop', 5, never);
    expect(state.replicas).toBe(9);
    expect(heard.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  it.each<[string, ScriptedAnswer, string, RegExp, number]>([
    ['a token that has expired', status(401, 'Unauthorized', 'Unauthorized'), 'unauthorized', /expired/, 1],
    [
      'a role that may not',
      status(403, 'Forbidden', 'horizontalpodautoscalers.autoscaling "shop" is forbidden'),
      'forbidden',
      /get on horizontalpodautoscalers shop in the namespace production/,
      1,
    ],
    [
      'too many requests',
      { ...status(429, 'TooManyRequests', 'slow down'), headers: { 'retry-after': '1' } },
      'rate-limited',
      /after 1 s/,
      1,
    ],
    [
      'an API server that starts',
      status(503, 'ServiceUnavailable', 'starting'),
      'unavailable',
      /incident/,
      3,
    ],
    ['no answer', { instead: 'hang' }, 'timed-out', /incident/, 3],
    ['a lost connection', { instead: 'reset' }, 'unreachable', /reached/, 3],
    ['something else', { body: { kind: 'Pod' } }, 'malformed-answer', /proxy/, 1],
  ])('say what is wrong after %s', async (_name, answer, code, fix, times) => {
    const { workloads, heard } = await cluster({ replicas: 1, trouble: Array(9).fill(answer) });
    await expect(workloads.scale('eu-west-1', 'shop', 5, never)).rejects.toMatchObject({
      code,
      fix: expect.stringMatching(fix),
    });
    expect(heard).toHaveLength(times);
  });

  it('that are not there say so', async () => {
    const { url } = await scriptedServer(status(404, 'NotFound', 'deployments.apps "shop" not found'));
    const access = await clusterAccess('eu', kubeconfig(url));
    const workloads = kubernetesWorkloads({ eu: { access, namespace: 'production' } }, recorded());
    await expect(workloads.scale('eu', 'shop', 5, never)).rejects.toThrow(
      /deployments.apps "shop" not found/,
    );
    await expect(workloads.scale('us', 'shop', 5, never)).rejects.toThrow(/no cluster is configured in us/);
  });

  it('are left alone in a dry run', async () => {
    const { access, heard } = await cluster({ replicas: 1 });
    const options = recorded('dry-run');
    await kubernetesWorkloads({ eu: { access, namespace: 'production' } }, options).scale(
      'eu',
      'shop',
      5,
      never,
    );
    expect(heard).toEqual([]);
    expect(options.intents.map(({ request }) => request.split(' ')[0])).toEqual([
      'GET',
      'PATCH',
      'GET',
      'PATCH',
    ]);
    expect(JSON.stringify(options.intents)).not.toContain('hunter2');
  });

  it('are asked for as the project’s own library asks for them', async () => {
    const { url, heard, access } = await cluster({ replicas: 3 });
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig(url));
    const api = config.makeApiClient(AppsV1Api);
    await api.readNamespacedDeploymentScale({ name: 'shop', namespace: 'production' });
    const patch = { metadata: { resourceVersion: '1' }, spec: { replicas: 4 } };
    await api
      .patchNamespacedDeploymentScale({ name: 'shop', namespace: 'production', body: patch })
      .catch(() => {});
    const ours = [
      getObject(access.address, 'scale', 'production', 'shop'),
      patchObject(access.address, 'scale', 'production', 'shop', patch),
    ];
    expect(heard.map(({ method, path: at, body }) => [method, `${url}${at}`, body])).toEqual(
      ours.map(({ method, url: address, body }) => [method, address, body]),
    );
  });
});

describe('a kubeconfig', () => {
  it.each([
    ['is not there', 'eu', '/nowhere/config', /cannot be read/],
    ['has no such context', 'us', undefined, /no context us; there are eu/],
    [
      'needs a program that is not there',
      'eu',
      { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: '/nowhere/login' } },
      /credentials of eu cannot be had/,
    ],
  ])('that %s is refused', async (_name, context, what, message) => {
    const file = typeof what === 'string' ? what : kubeconfig('http://127.0.0.1:1', what);
    await expect(clusterAccess(context, file)).rejects.toMatchObject({
      code: 'not-configured',
      message: expect.stringMatching(message),
      fix: expect.stringContaining('kubectl'),
    });
  });
});
