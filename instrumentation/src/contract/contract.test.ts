import { describe, expect, it } from 'vitest';
import {
  commonLabels,
  contract,
  families,
  type HistogramDefinition,
  jobBuckets,
  type MetricDefinition,
  requestBuckets,
} from './index.js';

const metrics = Object.entries(contract) as [string, MetricDefinition][];

describe('the metric contract', () => {
  it('has no metric in two families', () => {
    const names = Object.values(families).flatMap((family) => Object.keys(family));
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(contract).sort()).toEqual([...names].sort());
  });

  it.each(metrics)('%s has names that Prometheus accepts and a help text', (name, definition) => {
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    for (const label of definition.labels) expect(label).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(new Set(definition.labels).size).toBe(definition.labels.length);
    expect(definition.help).toMatch(/^\S.*\.$/);
  });

  it.each(metrics)('%s ends as its type and unit demand', (name, { type, unit }) => {
    expect(name.endsWith('_total')).toBe(type === 'counter');
    if (unit === 'seconds' || unit === 'bytes') expect(name).toContain(`_${unit}`);
    if (unit === 'info') expect(name).toMatch(/_info$/);
    expect(name).not.toMatch(/_(bucket|sum|count_total)$/);
  });

  const histograms = metrics.filter(([, { type }]) => type === 'histogram') as [
    string,
    HistogramDefinition,
  ][];
  it.each(histograms)('%s has ascending buckets', (_name, { buckets }) => {
    expect(buckets.length).toBeGreaterThan(0);
    expect([...new Set(buckets)].sort((a, b) => a - b)).toEqual([...buckets]);
  });

  it('has the promised p99 and the limit of a worker as boundaries', () => {
    expect(requestBuckets).toContain(1);
    expect(jobBuckets).toContain(1800);
  });

  it('repeats a common label only where the subject is not the emitter', () => {
    const repeating = metrics.filter(([, { labels }]) =>
      labels.some((label) => commonLabels.includes(label as never)),
    );
    expect(repeating.map(([name]) => name).sort()).toEqual([
      'build_info',
      'canary_decisions_total',
      'canary_stage',
      'canary_weight',
      'edge_origin_healthy',
      'edge_request_duration_seconds',
      'gpu_instances',
    ]);
  });
});
