import { collectDefaultMetrics, type Registry } from 'prom-client';
import { runtime } from '../contract/runtime.js';

interface Collecting {
  collect?: () => unknown;
}

/** Event-loop lag, GC, heap, CPU: prom-client's default metrics, without those that the contract does not list. */
export function collectRuntimeMetrics(registry: Registry): void {
  const own = new Set(registry.getMetricsAsArray().map((metric) => metric.name));
  collectDefaultMetrics({
    register: registry,
    // A timer that wakes the process: ten times a second is enough to see what blocks it, a hundred times is the default.
    eventLoopMonitoringPrecision: 100,
    gcDurationBuckets: [...runtime.nodejs_gc_duration_seconds.buckets],
  });
  // prom-client counts all CPU time when the user part of it is read, which the contract does not list.
  const total = registry.getSingleMetric('process_cpu_seconds_total') as Collecting | undefined;
  const user = registry.getSingleMetric('process_cpu_user_seconds_total') as Collecting | undefined;
  if (total && user?.collect) total.collect = user.collect.bind(user);
  for (const { name } of registry.getMetricsAsArray()) {
    if (!own.has(name) && !(name in runtime)) registry.removeSingleMetric(name);
  }
}
