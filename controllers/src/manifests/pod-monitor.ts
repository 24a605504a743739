import type { ApiService } from '@attest/platform';
import { PodMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor';
import { labelsOf, metricsPort } from './deployment.js';

/**
 * How prometheus-operator finds the metrics of a service. The labels that a service gives to its own series win: otherwise its
 * `service` would become `exported_service`, and no rule would find it.
 */
export function podMonitor(service: ApiService, environment: string): PodMonitor {
  const { id, manifest } = service;
  return new PodMonitor({
    metadata: { name: id, namespace: manifest?.namespace ?? environment, labels: labelsOf(service) },
    spec: {
      selector: { matchLabels: labelsOf(service) },
      podMetricsEndpoints: [{ port: metricsPort.name, path: '/metrics', honorLabels: true }],
    },
  });
}
