import type { ApiService, Compute, Probe } from '@attest/platform';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IContainer } from 'kubernetes-models/v1/Container';
import { pinned } from './image.js';

/** Default port of the metrics of `startTelemetry`. */
export const metricsPort = { name: 'metrics', containerPort: 9464 } as const;

/** Everything of a service's objects is found by these. */
export const labelsOf = ({ id, manifest }: ApiService): Record<string, string> =>
  manifest?.labels ?? { app: id };

/**
 * The manifest of the architecture. Without `replicas` where an autoscaler decides: applying the manifest again would set them
 * back. Source: Kubernetes, "Horizontal Pod Autoscaling", migrating Deployments to horizontal autoscaling.
 */
export function deployment(
  service: ApiService,
  environment: string,
  replicas: number | undefined,
): Deployment {
  const { id, manifest } = service;
  const labels = labelsOf(service);
  return new Deployment({
    metadata: { name: id, namespace: manifest?.namespace ?? environment, labels },
    spec: {
      ...(replicas === undefined ? {} : { replicas }),
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container(service, environment)] } },
    },
  });
}

function container(
  { id, container: of, manifest, liveness, readiness }: ApiService,
  environment: string,
): IContainer {
  const { requests, limits } = of.resources;
  const env = {
    ...manifest?.env,
    OTEL_SERVICE_NAME: id,
    OTEL_RESOURCE_ATTRIBUTES: `deployment.environment.name=${environment},cloud.region=$(REGION)`,
  };
  return {
    name: manifest?.containerName ?? id,
    image: pinned(of.image),
    ports: [{ name: 'http', containerPort: of.port }, metricsPort],
    resources: { requests: quantities(requests), limits: quantities(limits) },
    env: [
      // Each cluster says where it is. A pod does not start without: series of no region would answer for none.
      { name: 'REGION', valueFrom: { configMapKeyRef: { name: 'cluster', key: 'region' } } },
      ...Object.entries(env).map(([name, value]) => ({ name, value })),
    ],
    livenessProbe: probe(liveness),
    readinessProbe: probe(readiness),
  };
}

/** As the architecture writes them: 1000m, 2Gi. */
const quantities = ({ cpuMilli, memoryMib }: Compute) => ({
  cpu: `${cpuMilli}m`,
  memory: memoryMib % 1024 === 0 ? `${memoryMib / 1024}Gi` : `${memoryMib}Mi`,
});

const probe = ({ path, port, initialDelaySeconds, periodSeconds }: Probe) => ({
  httpGet: { path, port },
  initialDelaySeconds,
  periodSeconds,
});
