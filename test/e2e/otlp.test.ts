import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateIngest } from '@attest/alerts';
import { startTelemetry, type Telemetry } from '@attest/instrumentation';
import { contract } from '@attest/instrumentation/contract';
import { findTool } from '@attest/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pickPort } from '../../reference/src/processes/port.js';
import { Program } from './program.js';

const directory = mkdtempSync(path.join(tmpdir(), 'attest-otlp-'));
const common = {
  service: 'orders',
  region: 'us-east-1',
  environment: 'production',
  version: '1',
  drain: false,
} as const;
const telemetries: Telemetry[] = [];
let prometheus: Program | undefined;
let url: string;

beforeAll(async () => {
  const { path: program } = await findTool('prometheus');
  const scraped = start({ metricsPort: 0 });
  const port = await pickPort();
  url = `http://127.0.0.1:${port}`;
  const setting = generateIngest({ environment: 'production' }).find(({ path }) =>
    path.endsWith('prometheus-otlp.yml'),
  );
  const file = path.join(directory, 'prometheus.yml');
  writeFileSync(
    file,
    `${setting?.content}
global: { scrape_interval: 1s, scrape_timeout: 1s }
scrape_configs:
  - job_name: orders
    honor_labels: true
    static_configs: [{ targets: ['127.0.0.1:${await scraped.listening}'], labels: { instance: scraped } }]
`,
  );
  prometheus = new Program(program, [
    `--config.file=${file}`,
    `--storage.tsdb.path=${path.join(directory, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--web.enable-otlp-receiver',
    '--log.level=error',
  ]);
  await prometheus.ready(`${url}/-/ready`);
  start({ metricsPort: 'off' }, { OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/api/v1/otlp` }, 'protobuf');
  const json = { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' };
  const own = { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${url}/api/v1/otlp/v1/metrics` };
  start({ metricsPort: 'off' }, { ...json, ...own }, 'json');
  for (const telemetry of telemetries) record(telemetry);
  for (const telemetry of telemetries.slice(1)) await telemetry.flush();
});

afterAll(async () => {
  await prometheus?.stop();
  for (const telemetry of telemetries) await telemetry.shutdown();
  rmSync(directory, { recursive: true, force: true });
});

function start(
  options: { metricsPort: 0 | 'off' },
  env: Record<string, string> = {},
  instance = '',
): Telemetry {
  const telemetry = startTelemetry({
    ...common,
    ...options,
    metricsHost: '127.0.0.1',
    env: {
      ...env,
      OTEL_RESOURCE_ATTRIBUTES: `service.instance.id=${instance}`,
      OTEL_TRACES_EXPORTER: 'none',
    },
  });
  telemetries.push(telemetry);
  return telemetry;
}

/** The same for each: a counter, a gauge of somebody else, a fraction, a histogram whose labels may be absent. */
function record(telemetry: Telemetry): void {
  telemetry.counter('signups_total').inc({}, 3);
  telemetry.counter('gpu_cost_usd_total').inc({ provider: 'replicate', model: 'sdxl', gpu: 'A100' }, 0.25);
  telemetry.gauge('edge_origin_healthy').set({ service: 'another', origin: 'us-east-1' }, 1);
  const requests = telemetry.histogram('http_server_request_duration_seconds');
  const route = { http_request_method: 'GET', http_route: '/orders/:id', http_response_status_code: '200' };
  for (const seconds of [0.003, 0.3, 1, 60]) requests.observe({ ...route, error_type: '' }, seconds);
}

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

async function query(promql: string): Promise<Sample[]> {
  const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(promql)}`);
  return ((await answer.json()) as { data: { result: Sample[] } }).data.result;
}

/** Every series of one way without what tells the ways apart, with its value; boundaries as numbers. */
async function arrived(instance: string, selector: string): Promise<string[]> {
  const samples = await query(`${selector.replace('}', `,instance="${instance}"}`)}`);
  return samples
    .map(({ metric: { instance: _instance, job, le, ...labels }, value: [, value] }) =>
      JSON.stringify([Object.entries(labels).sort(), job, le === undefined ? '' : Number(le), value]),
    )
    .sort();
}

const recorded =
  '{__name__=~"signups_total|gpu_cost_usd_total|edge_origin_healthy|http_server_request_duration_seconds.*|build_info"}';

/**
 * Garbage may have been collected in one way's time and not in the other's, and a delay may still be no number, which a scrape
 * shows and a push leaves out.
 */
const steady = (name: string) => !/^(nodejs_gc_|nodejs_eventloop_lag_|http_client_)/.test(name);

describe('metrics that are pushed', () => {
  it.each(['protobuf', 'json'])(
    'arrive under the names, labels and values of the scrape (%s)',
    async (way) => {
      await expect
        .poll(async () => (await arrived('scraped', recorded)).length, { timeout: 30_000 })
        .toBeGreaterThan(15);
      const scraped = await arrived('scraped', recorded);
      expect(await arrived(way, recorded)).toEqual(scraped);
      const [signups] = await query(`signups_total{instance="${way}"}`);
      expect(signups?.metric).toMatchObject({
        service: 'orders',
        region: 'us-east-1',
        environment: 'production',
      });
    },
  );

  it('are all there, the metrics of the runtime as well', async () => {
    const names = async (instance: string): Promise<string[]> => {
      const samples = await query(`group by (__name__) ({instance="${instance}"})`);
      return samples
        .map(({ metric }) => metric.__name__ ?? '')
        .filter((name) => name.replace(/_(bucket|sum|count)$/, '') in contract || name in contract)
        .filter(steady)
        .sort();
    };
    const runtime = Object.keys(contract).filter((name) => /^(process|nodejs)_/.test(name) && steady(name));
    await expect.poll(() => names('scraped'), { timeout: 30_000 }).toEqual(expect.arrayContaining(runtime));
    expect(await names('protobuf')).toEqual(await names('scraped'));
  });

  it('keep whole boundaries of buckets in another spelling, which quantiles do not mind', async () => {
    const spelled = async (instance: string) =>
      (await query(`http_server_request_duration_seconds_bucket{instance="${instance}",le=~"1|1.0"}`)).map(
        ({ metric }) => metric.le,
      );
    expect([await spelled('scraped'), await spelled('protobuf')]).toEqual([['1.0'], ['1']]);
    const quantile = (by: string) =>
      `histogram_quantile(0.6, sum by (${by}) (http_server_request_duration_seconds_bucket{instance=~"scraped|protobuf"}))`;
    const [both] = await query(quantile('le'));
    const each = await query(quantile('le, instance'));
    expect(new Set([both, ...each].map((sample) => sample?.value[1])).size).toBe(1);
  });
});
