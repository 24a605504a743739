import type { Platform } from '@attest/platform';
import { stringify } from 'yaml';
import type { Artefact } from '../artefact.js';
import { header, yaml } from './provisioning.js';

/** Source: Grafana Operator 5, `GrafanaDashboard`, `GrafanaFolder`. */
const apiVersion = 'grafana.integreatly.org/v1beta1';

/** Which Grafana they are for; the label that the operator's own examples give it. */
const instanceSelector = { matchLabels: { dashboards: 'grafana' } };

/**
 * For the Grafana Operator, without a second copy of the dashboards: `kubectl apply -k` makes ConfigMaps of the very files that
 * file provisioning reads, and `GrafanaDashboard` objects point at them.
 */
export function operatorArtefacts(
  platform: Platform,
  folder: string,
  files: readonly Artefact[],
): Artefact[] {
  const folders = [
    { name: platform.id, title: platform.name },
    ...platform.products.map(({ id, name }) => ({ name: `${platform.id}-${id}`, title: name })),
  ].map(({ name, title }) => ({
    apiVersion,
    kind: 'GrafanaFolder',
    metadata: { name },
    spec: { instanceSelector, title },
  }));
  const dashboards = files.map((file) => {
    const [name = '', product] = placesOf(folder, file);
    return {
      apiVersion,
      kind: 'GrafanaDashboard',
      metadata: { name: objectName(file, folder) },
      spec: {
        instanceSelector,
        folderRef: product === undefined ? platform.id : `${platform.id}-${product}`,
        configMapRef: { name: objectName(file, folder), key: `${name}.json` },
        resyncPeriod: '10m',
      },
    };
  });
  return [
    {
      path: `${folder}/kustomization.yaml`,
      content: yaml({
        apiVersion: 'kustomize.config.k8s.io/v1beta1',
        kind: 'Kustomization',
        resources: ['operator.yaml'],
        // The objects name the ConfigMaps as they are.
        generatorOptions: { disableNameSuffixHash: true },
        configMapGenerator: files.map((file) => ({
          name: objectName(file, folder),
          files: [file.path.slice(folder.length + 1)],
        })),
      }),
    },
    {
      path: `${folder}/operator.yaml`,
      content: header + documents([...folders, ...dashboards]),
    },
  ];
}

const documents = (objects: readonly object[]) =>
  objects
    .map((object) => `---\n${stringify(object, { lineWidth: 0, aliasDuplicateObjects: false })}`)
    .join('');

/** `dashboards/slo.json` or `products/shop/slo.json`. */
function placesOf(folder: string, { path }: Artefact): [name: string, product?: string] {
  const [, first = '', second] = path
    .slice(folder.length + 1)
    .replace(/\.json$/, '')
    .split('/');
  return second === undefined ? [first] : [second, first];
}

/** Kubernetes allows no underscore. */
const objectName = (file: Artefact, folder: string): string => {
  const [name, product] = placesOf(folder, file);
  return [product, name].filter(Boolean).join('-').replaceAll('_', '-');
};
