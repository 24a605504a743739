import type { Artefact } from '../artefact.js';
import { toYaml } from '../to-yaml.js';
import { aggregatingCollector } from './collector.js';
import { prometheusOtlp } from './prometheus-otlp.js';

export interface IngestOptions {
  readonly environment: string;
  /** Where the collector finds Prometheus. */
  readonly prometheusUrl?: string;
}

/** How metrics that are pushed, not scraped, come to Prometheus under the same names and labels. Pure. */
export function generateIngest(options: IngestOptions): Artefact[] {
  const { environment, prometheusUrl = 'http://prometheus:9090' } = options;
  const folder = `generated/${environment}/ingest`;
  return [
    { path: `${folder}/prometheus-otlp.yml`, content: toYaml(prometheusOtlp) },
    { path: `${folder}/otel-collector.yml`, content: toYaml(aggregatingCollector(prometheusUrl)) },
  ];
}
