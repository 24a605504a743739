import { commonLabels, contract } from '@attest/instrumentation/contract';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { aggregatingCollector, sharedGauges } from './collector.js';
import { generateIngest } from './generate-ingest.js';

const files = new Map(
  generateIngest({ environment: 'staging' }).map(({ path, content }) => [path, parse(content)]),
);

describe('what receives pushed metrics', () => {
  it('is a setting of Prometheus that promotes exactly the common labels', () => {
    const { otlp } = files.get('generated/staging/ingest/prometheus-otlp.yml');
    expect(otlp.promote_resource_attributes).toEqual(commonLabels);
  });

  it('is a collector whose every processor is defined and used', () => {
    const collector = files.get('generated/staging/ingest/otel-collector.yml');
    const { receivers, processors, exporters } = collector.service.pipelines.metrics;
    expect([...processors].sort()).toEqual(Object.keys(collector.processors).sort());
    expect(receivers).toEqual(Object.keys(collector.receivers));
    expect(exporters).toEqual(Object.keys(collector.exporters));
    expect(collector.exporters['otlphttp/prometheus'].endpoint).toBe('http://prometheus:9090/api/v1/otlp');
  });

  it('drops gauges of single instances, and keeps what says which revisions run and what was practised', () => {
    const { processors } = aggregatingCollector('http://prometheus:9090');
    const [condition] = processors['filter/gauges_of_instances'].metrics.metric;
    expect(condition).toContain('metric.name != "build_info"');
    for (const name of Object.keys(contract))
      expect([name, condition?.includes(`"${name}"`)]).toEqual([name, sharedGauges.includes(name)]);
    const info = Object.entries(contract).flatMap(([name, { type, unit }]) =>
      type === 'gauge' && unit === 'info' ? [name] : [],
    );
    expect([...sharedGauges].sort()).toEqual([...info, 'gameday_last_run_timestamp_seconds'].sort());
  });
});
