import type { ApiService, Scaling } from '@attest/platform';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { behaviorOf } from '../autoscaler/behavior.js';
import { labelsOf } from './deployment.js';

/** The scaling of a service, for the autoscaler of Kubernetes; what is not said is Kubernetes' default. */
export function horizontalPodAutoscaler(
  service: ApiService,
  environment: string,
  scaling: Scaling,
  scaleDownDelaySeconds: number | undefined,
): HorizontalPodAutoscaler {
  const { id, manifest } = service;
  const behavior = behaviorOf(scaleDownDelaySeconds);
  return new HorizontalPodAutoscaler({
    metadata: { name: id, namespace: manifest?.namespace ?? environment, labels: labelsOf(service) },
    spec: {
      scaleTargetRef: {
        apiVersion: manifest?.apiVersion ?? 'apps/v1',
        kind: manifest?.kind ?? 'Deployment',
        name: id,
      },
      minReplicas: scaling.minInstances,
      maxReplicas: scaling.maxInstances,
      metrics: [resource('cpu', scaling.targetCpuPercent), resource('memory', scaling.targetMemoryPercent)],
      ...(behavior && { behavior }),
    },
  });
}

const resource = (name: string, averageUtilization: number) => ({
  type: 'Resource',
  resource: { name, target: { type: 'Utilization', averageUtilization } },
});
