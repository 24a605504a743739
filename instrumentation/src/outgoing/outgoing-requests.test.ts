import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTelemetry } from '../start-telemetry.js';
import { scrape } from '../testing/scrape.js';
import { quiet, type Served, serve } from '../testing/serve.js';

const count = 'http_client_request_duration_seconds_count';
let server: Served;
beforeAll(async () => {
  server = await serve((request, response) => {
    const status = Number(/\d+/.exec(request.url ?? '')?.[0]);
    if (status === 0) request.socket.destroy();
    else response.writeHead(status).end('answer');
  });
});
afterAll(() => server.close());

const throughFetch = async (url: string): Promise<void> => {
  await fetch(url).then(
    (response) => response.text(),
    () => {},
  );
};
const throughHttp = (url: string): Promise<void> =>
  new Promise((resolve) => {
    get(url, (response) => response.resume().on('end', resolve)).on('error', () => resolve());
  });

describe('outgoing HTTP', () => {
  it.each([
    ['fetch', throughFetch, 'UND_ERR_SOCKET'],
    ['node:http', throughHttp, 'ECONNRESET'],
  ])('through %s is counted by host and answer, never by URL', async (_what, request, lost) => {
    const telemetry = startTelemetry(quiet);
    for (const path of ['200?secret=1', '200', '404', '503', '0']) await request(`${server.url}/${path}`);
    const recorded = (await scrape(telemetry)).find(count).map(({ labels, value }) => {
      const { http_request_method: method, server_address: address } = labels;
      return [method, address, labels.http_response_status_code ?? '', labels.error_type ?? '', value];
    });
    expect(recorded).toEqual([
      ['GET', '127.0.0.1', '200', '', 2],
      ['GET', '127.0.0.1', '404', '404', 1],
      ['GET', '127.0.0.1', '503', '503', 1],
      ['GET', '127.0.0.1', '', lost, 1],
    ]);
    await telemetry.shutdown();
    await request(`${server.url}/200`);
    expect((await scrape(telemetry)).value(count, { http_response_status_code: '200' })).toBe(2);
  });

  it('has room for a bounded number of hosts', async () => {
    const telemetry = startTelemetry(quiet);
    const histogram = telemetry.histogram('http_client_request_duration_seconds');
    for (let host = 0; host < 1000; host++) {
      const labels = { http_request_method: 'GET', http_response_status_code: '200', error_type: '' };
      histogram.observe({ ...labels, server_address: `host-${host}` }, 1);
    }
    const answer = await scrape(telemetry);
    expect(answer.find(count)).toHaveLength(101);
    expect(answer.value(count, { server_address: '__overflow__' })).toBe(900);
    await telemetry.shutdown();
  });

  it('leaves out what telemetry itself sends', async () => {
    const env = {
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${server.url.replace('127.0.0.1', 'localhost')}/200`,
    };
    const telemetry = startTelemetry({ ...quiet, env });
    await telemetry.flush();
    await throughFetch(`${server.url}/200`);
    expect((await scrape(telemetry)).find(count).map(({ labels }) => labels.server_address)).toEqual([
      '127.0.0.1',
    ]);
    await telemetry.shutdown();
  });
});
