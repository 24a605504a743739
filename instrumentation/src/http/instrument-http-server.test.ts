import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startTelemetry } from '../start-telemetry.js';
import { scrape } from '../testing/scrape.js';
import { quiet, serve } from '../testing/serve.js';
import { instrumentHttpServer, setRoute } from './instrument-http-server.js';

const count = 'http_server_request_duration_seconds_count';

describe('a node:http server', () => {
  it('is recorded by the templates that it names, whenever it names them', async () => {
    const telemetry = startTelemetry(quiet);
    const server = createServer((request, response) => {
      if (request.url === '/late/1') setRoute(request, '/late/:id');
      response.statusCode = request.url === '/fails' ? 503 : 200;
      response.end();
    });
    instrumentHttpServer(server, telemetry, {
      route: ({ url }) => (url?.startsWith('/orders/') ? '/orders/:id' : undefined),
    });
    const served = await serve(server);
    for (const path of ['/orders/1', '/orders/2', '/late/1', '/fails', '/api/health', '/api/ready']) {
      await (await fetch(served.url + path)).arrayBuffer();
    }
    await telemetry.lifecycle.idle();
    const answer = await scrape(telemetry);
    expect(
      answer
        .find(count)
        .map(({ labels, value }) => [labels.http_route, labels.http_response_status_code, value]),
    ).toEqual([
      ['/orders/:id', '200', 2],
      ['/late/:id', '200', 1],
      ['unmatched', '503', 1],
    ]);
    await served.close();
  });

  it('asks clients to leave and stops listening while the process drains', async () => {
    const telemetry = startTelemetry(quiet);
    const server = createServer((_request, response) => void response.end('ok'));
    instrumentHttpServer(server, telemetry, { paths: { health: false, ready: '/ready' } });
    const served = await serve(server);
    expect(await (await fetch(`${served.url}/api/health`)).text()).toBe('ok');
    telemetry.lifecycle.startDraining();
    expect((await fetch(served.url)).headers.get('connection')).toBe('close');
    expect((await fetch(`${served.url}/ready`)).status).toBe(503);
    void telemetry.lifecycle.stopAccepting();
    await expect(fetch(served.url)).rejects.toThrow();
    await served.close();
  });
});
