import type { ServerResponse } from 'node:http';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { instrumentExpress } from '../express/instrument-express.js';
import { startTelemetry } from '../start-telemetry.js';
import { scrape } from '../testing/scrape.js';
import { quiet, serve } from '../testing/serve.js';
import { receiveTelemetry } from '../testing/telemetry-receiver.js';

const json = { 'content-type': 'application/json' };

/** How a receiver may fail or lie, and what the service counts when it sent it three spans. */
const troubles: readonly [string, (response: ServerResponse) => void, Record<string, number>][] = [
  ['says that it is broken', (response) => void response.writeHead(400).end('no'), { export_failed: 3 }],
  [
    'takes some and says so in a 200',
    (response) => void response.writeHead(200, json).end('{"partialSuccess":{"rejectedSpans":"2"}}'),
    { refused: 2 },
  ],
  ['answers nonsense in a 200', (response) => void response.writeHead(200, json).end('<html>'), {}],
  [
    'answers without end',
    (response) => {
      response.writeHead(200, json);
      response.write('x'.repeat(5 * 2 ** 20));
    },
    { export_failed: 3 },
  ],
  [
    'redirects',
    (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    { export_failed: 3 },
  ],
];

describe('a receiver of spans', () => {
  it.each(troubles)('that %s breaks no request, and what is lost is counted', async (_what, answer, lost) => {
    const receiver = await receiveTelemetry((_request, response) => answer(response));
    const telemetry = startTelemetry({
      ...quiet,
      traces: { ratio: 1 },
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
    });
    await telemetry.load();
    const app = instrumentExpress(express(), telemetry);
    app.get('/', (_request, response) => void response.send('ok'));
    const served = await serve(app);
    for (let index = 0; index < 3; index++) expect(await (await fetch(served.url)).text()).toBe('ok');
    await telemetry.lifecycle.idle();
    await telemetry.tracing?.flush();
    const dropped = (await scrape(telemetry)).find('telemetry_dropped_total', { signal: 'traces' });
    expect(Object.fromEntries(dropped.map(({ labels, value }) => [labels.reason, value]))).toEqual(lost);
    await telemetry.shutdown();
    await served.close();
    await receiver.close();
  });
});
