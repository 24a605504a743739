/** Names of kube-state-metrics and cAdvisor, which are not ours. Sources: kube-state-metrics, docs/metrics; kubelet, /metrics/cadvisor. */
export type ScalingQuery = 'replicas' | 'cpu' | 'memory' | 'counted';

export type ScalingQueries = Readonly<Record<ScalingQuery, string>>;

/**
 * From which a real cluster's observations are made: a range query of each, 15 s apart. Utilization in percent of the request, as the
 * autoscaler reckons it: of CPU over the last two samples, which is what metrics-server does, and only of pods that are ready; of memory
 * over all of them.
 */
export function scalingQueries(namespace: string, deployment: string): ScalingQueries {
  const its = `namespace=${quoted(namespace)}`;
  // <deployment>-<hash of the template>-<five characters>: other deployments may begin with the same name.
  const pods = `${its}, pod=~${quoted(`${deployment}-[a-z0-9]+-[a-z0-9]{5}`)}`;
  const ready = `max by (namespace, pod) (kube_pod_status_ready{${pods}, condition="true"} == 1)`;
  const ofReady = ` * on (namespace, pod) group_left () ${ready}`;
  const requested = (resource: string) =>
    `kube_pod_container_resource_requests{${pods}, resource="${resource}"}`;
  const used = `{${pods}, container!="", container!="POD"}`;
  return {
    replicas: `max(kube_deployment_spec_replicas{${its}, deployment=${quoted(deployment)}})`,
    cpu: `100 * sum(irate(container_cpu_usage_seconds_total${used}[1m])${ofReady}) / sum(${requested('cpu')}${ofReady})`,
    memory: `100 * sum(container_memory_working_set_bytes${used}) / sum(${requested('memory')})`,
    counted: `count(${ready})`,
  };
}

const quoted = (text: string) => JSON.stringify(text);
