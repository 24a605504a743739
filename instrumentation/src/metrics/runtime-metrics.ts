import { collectDefaultMetrics, type Registry } from 'prom-client';
import { runtime } from '../contract/runtime.js';

/** Event-loop lag, GC, heap, CPU: prom-client's default metrics, without those that the contract does not list. */
export function collectRuntimeMetrics(registry: Registry): void {
  const own = new Set(registry.getMetricsAsArray().map((metric) => metric.name));
  collectDefaultMetrics({
    register: registry,
    // A timer that wakes the process; ten times a second is enough to see what blocks it, and a hundred times cost 0.7 % of a core.
    eventLoopMonitoringPrecision: 100,
    gcDurationBuckets: [...runtime.nodejs_gc_duration_seconds.buckets],
  });
  for (const { name } of registry.getMetricsAsArray()) {
    if (!own.has(name) && !(name in runtime)) registry.removeSingleMetric(name);
  }
}
