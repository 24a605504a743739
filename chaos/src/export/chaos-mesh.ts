import { type Experiment, type ExperimentName, experiments } from '../experiments/index.js';
import type { ChaosMeshObject } from './chaos-mesh-object.js';
import { chaosMeshSpecs, type MeshContext, type NotExported } from './chaos-mesh-specs.js';

/** The objects that inject an experiment's fault, or why there are none. */
export function chaosMeshObjects(
  name: ExperimentName,
  context: MeshContext,
): readonly ChaosMeshObject[] | NotExported {
  const experiment: Experiment = experiments[name];
  const [first] = context.services;
  if (first === undefined) return { because: 'no service of the catalog runs in a cluster' };
  const specs = chaosMeshSpecs[experiment.fault](context);
  if ('because' in specs) return specs;
  return specs.map((spec, index) => ({
    apiVersion: 'chaos-mesh.org/v1alpha1',
    ...spec,
    metadata: {
      name: specs.length === 1 ? name : `${name}-${index + 1}`,
      namespace: first.manifest.namespace,
      labels: { 'app.kubernetes.io/managed-by': 'attest', 'attest.dev/experiment': name },
      annotations: { 'attest.dev/hypothesis': experiment.hypothesis },
    },
  }));
}
