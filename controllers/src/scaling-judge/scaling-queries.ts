/** Names of kube-state-metrics and cAdvisor, which are not ours. Sources: kube-state-metrics, docs/metrics; kubelet, /metrics/cadvisor. */
export interface ScalingQueries {
  readonly replicas: string;
  readonly cpu: string;
  readonly memory: string;
}

/** From which a real cluster's observations are made: a range query of each, 15 s apart. Utilization in percent of the request. */
export function scalingQueries(namespace: string, deployment: string): ScalingQueries {
  const pods = `namespace=${JSON.stringify(namespace)}, pod=~${JSON.stringify(`${deployment}-.*`)}`;
  const requested = (resource: string) =>
    `sum(kube_pod_container_resource_requests{${pods}, resource="${resource}"})`;
  const used = `{${pods}, container!="", container!="POD"}`;
  return {
    replicas: `kube_deployment_spec_replicas{namespace=${JSON.stringify(namespace)}, deployment=${JSON.stringify(deployment)}}`,
    cpu: `100 * sum(rate(container_cpu_usage_seconds_total${used}[1m])) / ${requested('cpu')}`,
    memory: `100 * sum(container_memory_working_set_bytes${used}) / ${requested('memory')}`,
  };
}
