import { type EnvironmentName, type Platform, primaryRegion } from '@attest/platform';
import { postgresGrants } from '../failover/adapters/postgresql/grants.js';
import { documentsOf } from '../manifests/documents.js';
import type { Manifest } from '../manifests/generate-manifests.js';
import { kubernetesRbac } from './kubernetes-rbac.js';
import { permissionsPage } from './permissions-page.js';

/** The role of the controller in the databases. */
const controllerRole = 'attest_failover';

/** Least privilege for the failover controller, where there is a failover. Every Kubernetes object is validated against the schema of its kind. */
export function generateFailoverPermissions(platform: Platform, environment: EnvironmentName): Manifest[] {
  const { infrastructure, highAvailability } = platform.environments[environment];
  if (!highAvailability?.includes('multi_region_failover')) return [];
  const folder = `generated/${environment}/failover`;
  const objects =
    infrastructure?.orchestration === 'Kubernetes' ? kubernetesRbac(platform.services, environment) : [];
  return [
    { path: `${folder}/README.md`, content: permissionsPage(environment, objects.length > 0) },
    { path: `${folder}/postgresql.sql`, content: postgresGrants(controllerRole, primaryRegion(platform).id) },
    ...(objects.length > 0
      ? [
          {
            path: `${folder}/kubernetes-rbac.yml`,
            content: `# What the failover controller may do in the cluster of the region that takes over. Generated; do not edit.\n${documentsOf(objects)}`,
          },
        ]
      : []),
  ];
}
