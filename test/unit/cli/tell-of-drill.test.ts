import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PractisedDrill } from '@attest/evidence';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tellOfDrill } from './tell-of-drill.js';

const drill: PractisedDrill = {
  experiment: 'region-loss',
  target: 'reference',
  environment: 'production',
  verdict: 'held',
  endedAtSeconds: 1_777_860_099,
};

/** What takes metrics, and everything it was sent. */
async function receiver(status: number) {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    bodies.push(Buffer.concat(pieces).toString());
    response.writeHead(status).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { bodies, env: { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' } };
}

const told = (text: string) => {
  const [{ resource, scopeMetrics }] = JSON.parse(text).resourceMetrics;
  const labelled = (attributes: { key: string; value: { stringValue: string } }[]) =>
    Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));
  const metrics = scopeMetrics.flatMap(({ metrics }: { metrics: { name: string }[] }) => metrics);
  const gauge = metrics.find(({ name }: { name: string }) => name === 'gameday_last_run_timestamp_seconds');
  const [point] = gauge.gauge.dataPoints;
  return {
    resource: labelled(resource.attributes),
    labels: labelled(point.attributes),
    value: Number(point.asDouble ?? point.asInt),
  };
};

describe('a drill that took place', () => {
  it('is told to whoever receives metrics, as it was and when it ended', async () => {
    const { bodies, env } = await receiver(200);
    expect(await tellOfDrill(drill, env)).toBeUndefined();
    const { resource, labels, value } = told(bodies.at(-1) ?? '');
    expect(resource).toMatchObject({ service: 'gameday', region: 'outside', environment: 'production' });
    expect(labels).toEqual({ experiment: 'region-loss', target: 'reference', verdict: 'held' });
    expect(value).toBe(drill.endedAtSeconds);
  });

  it('is told to nobody where nobody asks', async () => {
    expect(await tellOfDrill(drill, {})).toBeUndefined();
  });

  it.each([
    ['a receiver that refuses it', async () => (await receiver(400)).env, /nobody was told.*receiver/],
    [
      'a receiver that is no address',
      async () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: 'somewhere' }),
      /OTEL_EXPORTER_OTLP_ENDPOINT: "somewhere" is not/,
    ],
  ])('says so of %s', async (_what, env, problem) => {
    expect(await tellOfDrill(drill, await env())).toMatch(problem);
  });
});
