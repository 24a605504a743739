import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { instrumentExpress } from '../express/instrument-express.js';
import { startTelemetry } from '../start-telemetry.js';
import type { Telemetry } from '../telemetry.js';
import { scrape } from '../testing/scrape.js';
import { open, quiet, type Served, serve } from '../testing/serve.js';
import { instrumentHttpServer, setRoute } from './instrument-http-server.js';

let served: Served;
afterEach(() => served.close());

async function counted(telemetry: Telemetry) {
  await telemetry.lifecycle.idle();
  const answer = await scrape(telemetry);
  expect(answer.value('http_server_active_requests')).toBe(0);
  return answer
    .find('http_server_request_duration_seconds_count')
    .map(({ labels, value }) => [
      labels.http_request_method,
      labels.http_route,
      labels.http_response_status_code,
      value,
    ]);
}

async function exchange(text: string): Promise<string> {
  const socket = await open(served.port);
  socket.setEncoding('latin1');
  let received = '';
  socket.on('data', (chunk: string) => {
    received += chunk;
  });
  socket.write(text);
  await once(socket, 'close');
  return received;
}

async function start(prepare: (server: Server) => void = () => {}): Promise<Telemetry> {
  const telemetry = startTelemetry(quiet);
  const server = createServer((_request, response) => void response.end('ok'));
  instrumentHttpServer(server, telemetry);
  prepare(server);
  served = await serve(server);
  return telemetry;
}

describe('what the parser refuses', () => {
  it.each([
    ['garbage', 'nonsense\r\n\r\n', '400'],
    ['too long a header', `GET / HTTP/1.1\r\nHost: a\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, '431'],
  ])('is counted: %s', async (_what, text, status) => {
    const telemetry = await start();
    expect(await exchange(text)).toMatch(new RegExp(`^HTTP/1.1 ${status}`));
    expect(await counted(telemetry)).toEqual([['_OTHER', 'unmatched', status, 1]]);
  });

  it('is counted once where a request was being answered', async () => {
    const telemetry = await start();
    served.server.removeAllListeners('request');
    served.server.on('request', (request) => void request.resume());
    const post = 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
    await exchange(`${post}not a chunk\r\n`);
    expect(await counted(telemetry)).toEqual([['POST', 'unmatched', '499', 1]]);
  });

  it('is no broken connection', async () => {
    const telemetry = await start();
    const socket = await open(served.port);
    socket.resetAndDestroy();
    await exchange('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(await counted(telemetry)).toEqual([['GET', 'unmatched', '200', 1]]);
  });

  it('is left to a service that answers itself', async () => {
    const telemetry = await start((server) => {
      server.on('clientError', (_error, socket) => void socket.end('HTTP/1.1 400 Own\r\n\r\n'));
    });
    expect(await exchange('nonsense\r\n\r\n')).toBe('HTTP/1.1 400 Own\r\n\r\n');
    expect(await counted(telemetry)).toEqual([['_OTHER', 'unmatched', '400', 1]]);
  });

  it('is counted for Express from the start where app.listen is used', async () => {
    const telemetry = startTelemetry(quiet);
    const server = instrumentExpress(express(), telemetry).listen(0, '127.0.0.1');
    await once(server, 'listening');
    served = { ...(await serve(() => {})), server, port: (server.address() as { port: number }).port };
    await exchange('nonsense\r\n\r\n');
    expect(await counted(telemetry)).toEqual([['_OTHER', 'unmatched', '400', 1]]);
    server.close();
  });
});

const upgrade = 'GET /live HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';

describe('an upgrade', () => {
  it.each([
    ['accepted', 'write', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', '101'],
    ['refused', 'end', 'HTTP/1.1 401 Unauthorized\r\n\r\n', '401'],
    ['not answered', 'destroy', '', '499'],
  ] as const)('is counted once when it is %s', async (_what, how, text, status) => {
    const telemetry = await start((server) => {
      server.on('upgrade', (request, socket) => {
        setRoute(request, '/live');
        if (how === 'destroy') socket.destroy();
        else socket[how](text);
        if (how === 'write') socket.end('frames that are no HTTP');
      });
    });
    await exchange(upgrade);
    expect(await counted(telemetry)).toEqual([['GET', '/live', status, 1]]);
  });

  it('is an ordinary request where nobody upgrades', async () => {
    const telemetry = await start();
    await exchange(upgrade.replace('Connection: Upgrade', 'Connection: Upgrade, close'));
    expect(await counted(telemetry)).toEqual([['GET', 'unmatched', '200', 1]]);
  });
});
