import { Realtime } from 'ably';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Received } from './config.js';
import { startVendors, type Vendors } from './vendors.js';

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendors({ environment: 'test', revision: 'r', models: [], routingKeys: [] });
});
afterAll(() => vendors.stop());

const at = (vendor: string, path: string) => `http://127.0.0.1:${vendors.ports[vendor]}${path}`;
const post = (url: string, body: string, headers = {}) => fetch(url, { method: 'POST', body, headers });
async function received(query: string): Promise<readonly Received[]> {
  const answer = await fetch(at('admin', `/received?${query}`));
  return ((await answer.json()) as { received: Received[] }).received;
}

describe('the vendors', () => {
  it('keep mails with their decoded subject and their sender', async () => {
    const transport = createTransport({ host: '127.0.0.1', port: vendors.ports.smtp, ignoreTLS: true });
    await transport.sendMail({
      from: 'attest@example.test',
      to: 'on-call@example.test',
      subject: 'Region a → region b',
      text: 'Moved.',
    });
    transport.close();
    expect(await received('channel=email')).toMatchObject([
      {
        summary: 'Region a → region b',
        sender: 'attest@example.test',
        body: { to: ['on-call@example.test'], text: expect.stringContaining('Moved.') },
      },
    ]);
  });

  it('take messages for a realtime channel from those who authenticate', async () => {
    const url = at('ably', '/channels/some%20channel/messages');
    expect((await post(url, '{}')).status).toBe(401);
    const headers = { authorization: 'Basic eDp5' };
    expect((await post(url, '[]', headers)).status).toBe(400);
    const answer = await post(url, '[{"name":"a"},{"name":"b"}]', headers);
    expect([answer.status, await answer.json()]).toEqual([
      201,
      expect.objectContaining({ channel: 'some channel' }),
    ]);
    expect(await received('channel=ably')).toMatchObject([{ summary: '2 messages to some channel' }]);
  });

  it('take events for a customer that carry an id, and show it for deduplication', async () => {
    expect((await post(at('webhooks', '/'), '{}')).status).toBe(400);
    expect((await post(at('webhooks', '/'), '{"type":"x.created"}', { 'webhook-id': 'w1' })).status).toBe(
      200,
    );
    expect(await received('channel=webhook')).toMatchObject([{ summary: 'x.created', dedupKey: 'w1' }]);
  });

  it('count every ping as a heartbeat', async () => {
    expect((await fetch(at('heartbeat', '/ping/watchdog'))).status).toBe(200);
    expect(await received('channel=heartbeat')).toMatchObject([{ summary: 'ping /ping/watchdog' }]);
  });

  it('can be asked for what came since a moment, and refuse a channel that does not exist', async () => {
    const all = await received('');
    const last = all.at(-1)!;
    expect(all.length).toBeGreaterThan(1);
    expect(await received(`since=${last.monotonicMs}`)).toEqual([last]);
    expect((await fetch(at('admin', '/received?channel=pigeon'))).status).toBe(400);
  });

  it('survive a request that cannot be decoded', async () => {
    const headers = { authorization: 'Basic eDp5' };
    expect((await post(at('ably', '/channels/%E0%A4%A/messages'), '{}', headers)).status).toBe(500);
    expect((await fetch(at('heartbeat', '/'))).status).toBe(200);
  });
});

describe('the realtime vendor', () => {
  it('keeps what its own client publishes', async () => {
    const client = new Realtime({
      token: 'any',
      endpoint: '127.0.0.1',
      port: vendors.ports.ably ?? 0,
      tls: false,
      useBinaryProtocol: false,
      disableConnectivityCheck: true,
      logLevel: 0,
    });
    await client.channels
      .get('agent-updates')
      .publish([{ name: 'processed', data: { id: '1' } }, { name: 'b' }]);
    client.close();
    expect((await received('channel=ably')).slice(-1)).toMatchObject([
      {
        summary: '2 messages to agent-updates',
        body: {
          channel: 'agent-updates',
          messages: [{ name: 'processed', data: expect.anything() }, { name: 'b' }],
        },
      },
    ]);
  });
});
