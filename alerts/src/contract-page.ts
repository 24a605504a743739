import {
  commonLabels,
  contract,
  families,
  type MetricDefinition,
  type MetricFamily,
} from '@attest/instrumentation/contract';
import type { Artefact } from './artefact.js';

/** Who emits a metric, in words. */
const producers: Readonly<Record<MetricDefinition['producer'], string>> = {
  http: '`instrumentExpress`, `instrumentHttpServer`, `withTelemetry`',
  'http-client': 'every service: outgoing requests',
  worker: '`instrumentWorker`',
  queue: '`instrumentQueue`',
  replicate: '`instrumentReplicate`',
  postgres: '`instrumentPool`, `prismaTelemetry`',
  ably: '`instrumentAbly`',
  'circuit-breaker': '`instrumentCircuitBreaker`',
  'database-exporter': 'the exporter beside the database',
  edge: 'the edge',
  'failover-controller': 'the failover controller',
  gameday: '`attest gameday`',
  telemetry: 'every service',
  runtime: 'every service (Node.js)',
  none: 'nothing yet',
};

/** The metric contract as a page. Pure; the same for every platform and environment. */
export function contractPage(): Artefact {
  const missing = Object.entries(contract as Record<string, MetricDefinition>)
    .filter(([, { producer }]) => producer === 'none')
    .map(([name]) => `\`${name}\``);
  const content = [
    '<!-- Generated from instrumentation/src/contract by `attest generate`. Do not edit. -->',
    '# The metric contract',
    '',
    `${Object.keys(contract).length} metrics. Every series also carries ${commonLabels.map((label) => `\`${label}\``).join(', ')},`,
    'whether it is scraped or pushed. A label that has no value is absent.',
    '',
    `Nothing emits these yet, so that no alert and no panel relies on them: ${missing.join(', ')}.`,
    '',
    ...Object.entries(families).flatMap(([name, family]) => table(name, family)),
  ].join('\n');
  return { path: 'generated/contract.md', content };
}

function table(name: string, family: MetricFamily): string[] {
  return [
    `## ${name}`,
    '',
    '| metric | type | unit | labels | emitted by | |',
    '|---|---|---|---|---|---|',
    ...Object.entries(family).map(([metric, definition]) => row(metric, definition)),
    '',
  ];
}

function row(metric: string, definition: MetricDefinition): string {
  const { type, unit, labels, help, producer } = definition;
  const buckets = definition.type === 'histogram' ? ` Buckets: ${definition.buckets.join(' ')}.` : '';
  const names = labels.map((label) => `\`${label}\``).join(' ');
  return `| \`${metric}\` | ${type} | ${unit} | ${names} | ${producers[producer]} | ${help}${buckets} |`;
}
