import { createServer } from 'node:http';
import type { MetricsRequest } from '../otlp/metrics-request.js';
import type { ScrapedSample } from './scrape.js';
import { type Served, serve } from './serve.js';

export interface OtlpReceiver extends Served {
  /** Every request that was taken, as it arrived. */
  readonly requests: readonly ReceivedRequest[];
  /** The next requests are answered with these statuses, in order; then 200. */
  answer(...statuses: number[]): void;
  /** The latest value of every series of every process, as a scrape would name it. */
  samples(): ScrapedSample[];
  /** The sum over processes; undefined when there is no such series. */
  value(name: string, labels?: Readonly<Record<string, string>>): number | undefined;
}

export interface ReceivedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: MetricsRequest;
}

/** Takes OTLP over HTTP with JSON, as Prometheus would. */
export async function otlpReceiver(): Promise<OtlpReceiver> {
  const requests: ReceivedRequest[] = [];
  const statuses: number[] = [];
  const latest = new Map<string, ScrapedSample>();
  const served = await serve(
    createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const status = statuses.shift() ?? 200;
      if (status === 200) {
        const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as MetricsRequest;
        requests.push({ path: request.url ?? '', headers: request.headers, body });
        for (const [key, sample] of samplesOf(body)) latest.set(key, sample);
      }
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    }),
  );
  const samples = (): ScrapedSample[] => [...latest.values()];
  return {
    ...served,
    requests,
    answer: (...more) => void statuses.push(...more),
    samples,
    value(name, labels = {}) {
      const found = samples().filter(
        (sample) =>
          sample.name === name &&
          Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
      );
      return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
    },
  };
}

/** Series by a key that tells processes apart, under the names of a scrape, with the promoted labels. */
function* samplesOf(body: MetricsRequest): Iterable<[string, ScrapedSample]> {
  for (const { resource, scopeMetrics } of body.resourceMetrics) {
    const attributes = textsOf(resource.attributes);
    const { service = '', region = '', environment = '' } = attributes;
    const instance = attributes['service.instance.id'] ?? '';
    for (const { name, gauge, sum, histogram } of scopeMetrics.flatMap(({ metrics }) => metrics)) {
      const numbers = (gauge ?? sum)?.dataPoints ?? [];
      for (const point of numbers) yield sample(name, point.attributes, point.asDouble);
      for (const point of histogram?.dataPoints ?? []) {
        yield sample(`${name}_count`, point.attributes, Number(point.count));
        yield sample(`${name}_sum`, point.attributes, point.sum);
      }
    }
    function sample(name: string, own: Attributes, value: number): [string, ScrapedSample] {
      const labels = { service, region, environment, ...textsOf(own) };
      return [JSON.stringify([instance, name, labels]), { name, labels, value }];
    }
  }
}

type Attributes = MetricsRequest['resourceMetrics'][number]['resource']['attributes'];

function textsOf(attributes: Attributes): Record<string, string> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));
}
