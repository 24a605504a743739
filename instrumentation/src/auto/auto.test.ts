import { createRequire } from 'node:module';
import { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import type { Express } from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instrumentExpress } from '../express/instrument-express.js';
import { startTelemetry } from '../start-telemetry.js';
import { quiet, serve } from '../testing/serve.js';
import { receiveTelemetry, type TelemetryReceiver } from '../testing/telemetry-receiver.js';
import { autoInstrumentationConfiguration } from './configuration.js';

// Hooked into, unlike what vitest has imported long ago.
const require = createRequire(import.meta.url);

describe("OpenTelemetry's instrumentations beside Attest", () => {
  let receiver: TelemetryReceiver;
  let unregister: () => void;
  beforeAll(async () => {
    receiver = await receiveTelemetry();
    unregister = registerInstrumentations({
      instrumentations: [getNodeAutoInstrumentations(autoInstrumentationConfiguration)],
    });
  });
  afterAll(async () => {
    unregister();
    await receiver.close();
  });

  it('add the spans of outgoing calls below the one SERVER span, and no second one', async () => {
    const http = require('node:http') as typeof import('node:http');
    const telemetry = startTelemetry({
      ...quiet,
      traces: { ratio: 1 },
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
    });
    await telemetry.load();
    const headers: Record<string, unknown>[] = [];
    const vendor = await serve((request, response) => {
      headers.push(request.headers);
      response.end('ok');
    });
    const app = instrumentExpress((require('express') as () => Express)(), telemetry);
    app.get('/orders/:id', (_request, response) => {
      http.get(vendor.url, (answer) => answer.resume().on('end', () => response.send('ok')));
    });
    const served = await serve(http.createServer(app));
    await (await fetch(`${served.url}/orders/1`)).text();
    await telemetry.lifecycle.idle();
    await telemetry.tracing?.flush();
    const spans = receiver.spans();
    const server = spans.find(({ kind }) => kind === 2);
    const client = spans.filter(({ kind }) => kind === 3 && kind);
    expect(spans.filter(({ kind }) => kind === 2)).toHaveLength(1);
    expect(server?.name).toBe('GET /orders/:id');
    const outgoing = client.find(({ traceId }) => traceId === server?.traceId);
    expect(outgoing?.parentSpanId).toBe(server?.spanId);
    expect(headers[0]?.traceparent).toBe(`00-${server?.traceId}-${outgoing?.spanId}-01`);
    expect(spans.map(({ name }) => name).filter((name) => /middleware|request handler/.test(name))).toEqual(
      [],
    );
    await telemetry.shutdown();
    await served.close();
    await vendor.close();
  });
});
