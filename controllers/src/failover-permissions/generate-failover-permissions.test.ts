import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { getObject, patchObject } from '../failover/adapters/kubernetes/requests.js';
import { generateFailoverPermissions } from './generate-failover-permissions.js';

const files = new Map(
  generateFailoverPermissions(arborKumori, 'production').map(({ path, content }) => [
    path.replace('generated/production/failover/', ''),
    content,
  ]),
);
const objects = parseAllDocuments(files.get('kubernetes-rbac.yml') ?? '').map((it) => it.toJS());
const [role] = objects.filter(({ kind }) => kind === 'Role');

/** What the API server asks its authorizer, from a request's method and path. */
function attributes(method: string, url: string) {
  const [, , group, , , namespace, resource, name, subresource] = new URL(url).pathname.split('/');
  return {
    group,
    namespace,
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    name,
    verb: method.toLowerCase(),
  };
}

function allows(wanted: ReturnType<typeof attributes>): boolean {
  return (role.rules as Record<string, string[]>[]).some(
    ({ apiGroups, resources, resourceNames, verbs }) =>
      apiGroups?.includes(wanted.group ?? '') &&
      resources?.includes(wanted.resource ?? '') &&
      resourceNames?.includes(wanted.name ?? '') &&
      verbs?.includes(wanted.verb),
  );
}

describe('the role in Kubernetes', () => {
  const cluster = { server: 'https://cluster' };
  const patch = { metadata: { resourceVersion: '1' }, spec: { replicas: 1 } };

  it('allows every request that the adapter makes', () => {
    for (const { id } of arborKumori.services)
      for (const of of ['scale', 'autoscaler'] as const)
        for (const { method, url } of [
          getObject(cluster, of, 'production', id),
          patchObject(cluster, of, 'production', id, patch),
        ])
          expect(allows(attributes(method, url as string)), `${method} ${url}`).toBe(true);
  });

  it.each([
    ['delete a deployment', 'DELETE', '/apis/apps/v1/namespaces/production/deployments/arbor-api'],
    ['change what a deployment runs', 'PATCH', '/apis/apps/v1/namespaces/production/deployments/arbor-api'],
    ['scale what is no service', 'PATCH', '/apis/apps/v1/namespaces/production/deployments/other/scale'],
    ['read secrets', 'GET', '/api/v1/x/namespaces/production/secrets/arbor-api'],
  ])('does not allow to %s', (_what, method, path) => {
    expect(allows(attributes(method, `https://cluster${path}`))).toBe(false);
  });

  it('is bound to one account, in the namespace of the services', () => {
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
      'ServiceAccount production/failover-controller',
      'Role production/failover-controller',
      'RoleBinding production/failover-controller',
    ]);
    expect(objects.at(-1).subjects).toEqual([
      { kind: 'ServiceAccount', name: 'failover-controller', namespace: 'production' },
    ]);
    // Nothing that is granted by wildcard or for the whole cluster.
    expect(files.get('kubernetes-rbac.yml')).not.toMatch(/\*|ClusterRole/);
  });
});

it('makes a role in PostgreSQL that is no superuser, and holds no password', () => {
  const sql = files.get('postgresql.sql');
  expect(sql).toContain('nosuperuser');
  expect(sql).not.toMatch(/password\s+'/i);
});

it('says what every credential needs', () => {
  for (const part of [
    'DNS Write',
    'Load Balancing: Monitors and Pools Write',
    'project-scoped API key',
    'postgresql.sql',
  ])
    expect(files.get('README.md')).toContain(part);
});

it('is nothing where there is no failover', () => {
  expect(generateFailoverPermissions(arborKumori, 'development')).toEqual([]);
});
