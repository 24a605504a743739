import type { ApiService, EnvironmentName, Platform, Scaling } from '@attest/platform';
import { stringify } from 'yaml';
import { deployment } from './deployment.js';
import { documentsOf } from './documents.js';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler.js';
import { imageName, unpinnedTag } from './image.js';
import { podMonitor } from './pod-monitor.js';

export interface Manifest {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly content: string;
}

/**
 * What Kubernetes needs to run the services of an environment: a file for each, and one for kustomize that pins their images.
 * Nothing where somebody else orchestrates. Every object is validated against the schema of its kind.
 */
export function generateManifests(platform: Platform, environment: EnvironmentName): Manifest[] {
  const { infrastructure, api } = platform.environments[environment];
  if (infrastructure?.orchestration !== 'Kubernetes') return [];
  const folder = `generated/${environment}/kubernetes/workloads`;
  const delay = platform.cost.optimization?.compute?.autoScaling?.scaleDownDelaySeconds;
  const files = platform.services.map((service) => {
    const scaling = scalingIn(service, api);
    const objects = [
      deployment(service, environment, scaling === undefined ? (api?.instances ?? 1) : undefined),
      ...(scaling === undefined ? [] : [horizontalPodAutoscaler(service, environment, scaling, delay)]),
      podMonitor(service, environment),
    ];
    return { path: `${folder}/${service.id}.yml`, content: `${heading(service)}${documentsOf(objects)}` };
  });
  return [...files, { path: `${folder}/kustomization.yml`, content: kustomization(platform.services) }];
}

/** `undefined`: the environment has a fixed number of instances. */
function scalingIn(
  service: ApiService,
  api: Platform['environments'][EnvironmentName]['api'],
): Scaling | undefined {
  if (api === undefined) return service.scaling;
  if (!api.autoScaling) return undefined;
  return {
    ...service.scaling,
    minInstances: api.instances,
    maxInstances: api.maxInstances ?? service.scaling.maxInstances,
  };
}

const heading = ({ id, section, manifest }: ApiService) =>
  `# ${id}. Generated from the catalog (${manifest?.section ?? section}); do not edit.\n`;

function kustomization(services: readonly ApiService[]): string {
  const resources = services.map(({ id }) => `${id}.yml`);
  const images = services
    .filter(({ container }) => !container.image.includes('@sha256:'))
    .map(({ container }) => ({ name: imageName(container.image), newTag: unpinnedTag }));
  const comment = [
    '# Generated from the catalog; do not edit. A tag can move, so a deployment pins the digest that was built, in an overlay:',
    '#   kustomize edit set image NAME=NAME@sha256:…',
  ].join('\n');
  return `${comment}\n${stringify({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources, images })}`;
}
