/**
 * How much later a service answers its first request, by what it starts; then what importing each part costs by itself.
 * Run: `npm run bench:cold-start -- [runs]`. Prints; asserts nothing.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { numberArgument } from '../number-argument.js';
import { type RunningBackend, startBackend } from './backend.js';
import { published } from './published.js';
import { bootstrap, percentile } from './statistics.js';

const runs = numberArgument(0, 'runs', 15);

/** What the service starts with. Sentry is loaded in the first pause, so that errors cost nothing at the start. */
const services = {
  'Express 5 alone': [],
  'metrics and health': ['metrics'],
  'metrics, health and errors (SENTRY_DSN)': ['metrics', 'errors'],
  'metrics, health, errors and traces': ['metrics', 'errors', 'traces'],
} as const;
type Service = keyof typeof services;
const names = Object.keys(services) as Service[];

/** Loaded by Attest: at once, after the start, with the first spans, in the first pause. */
const imports = {
  '@attest/instrumentation + /express': [published[''], published['/express']],
  'prom-client (first scrape or pause)': ['prom-client'],
  'OpenTelemetry SDK (after the start)': [
    '@opentelemetry/api',
    '@opentelemetry/context-async-hooks',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-trace',
  ],
  'OTLP exporter (first spans)': [
    '@opentelemetry/otlp-exporter-base/node-http',
    '@opentelemetry/otlp-transformer',
  ],
  '@sentry/node (first pause)': ['@sentry/node'],
} as const;

const backend: RunningBackend = await startBackend();
const measured: Record<Service, number>[] = [];
for (let run = 0; run < runs; run++) {
  const result = {} as Record<Service, number>;
  for (const name of run % 2 ? names : [...names].reverse()) {
    result[name] = await milliseconds('first-answer.js', [backend.url, ...services[name]]);
  }
  measured.push(result);
}
console.log(`${runs} interleaved starts on one core, Node ${process.version}\n`);
console.log(
  '| first answer after the start of the process | median ms | more than Express alone, ms (95 %) |\n|---|---:|---:|',
);
const median = (values: readonly number[]) => percentile(values, 0.5);
for (const name of names) {
  const more = bootstrap(measured, (some) => median(some.map((run) => run[name] - run['Express 5 alone'])));
  const interval = `${more.value.toFixed(0)} (${more.low.toFixed(0)} to ${more.high.toFixed(0)})`;
  console.log(`| ${name} | ${median(measured.map((run) => run[name])).toFixed(0)} | ${interval} |`);
}
console.log('\n| import | median ms |\n|---|---:|');
for (const [title, modules] of Object.entries(imports)) {
  const values: number[] = [];
  for (let run = 0; run < Math.ceil(runs / 3); run++)
    values.push(await milliseconds('import-cost.js', modules));
  console.log(`| ${title} | ${median(values).toFixed(0)} |`);
}
backend.stop();

async function milliseconds(program: string, values: readonly string[]): Promise<number> {
  const child = spawn(
    'taskset',
    ['-c', '1', process.execPath, join(import.meta.dirname, program), ...values],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${program} ${values.join(' ')} ended with ${code}`);
  return Number(output);
}
