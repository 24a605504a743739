import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { collectRuntimeMetrics } from './runtime-metrics.js';

it('counts the CPU time that is spent', async () => {
  const registry = new Registry();
  collectRuntimeMetrics(registry);
  const seconds = async () => {
    const answer = await registry.getSingleMetric('process_cpu_seconds_total')?.get();
    return answer?.values[0]?.value ?? 0;
  };
  const before = await seconds();
  const spentUntil = process.cpuUsage().user + 50_000;
  while (process.cpuUsage().user < spentUntil);
  expect(await seconds()).toBeGreaterThan(before + 0.04);
});
