import { Realtime, Rest } from 'ably';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTelemetry } from '../start-telemetry.js';
import type { Telemetry } from '../telemetry.js';
import { ablyServer } from '../testing/ably-server.js';
import { scrape } from '../testing/scrape.js';
import { quiet, type Served } from '../testing/serve.js';
import { channelNamespace } from './channel-namespace.js';
import { instrumentAbly } from './instrument-ably.js';

let server: Served;
let telemetry: Telemetry;
beforeEach(async () => {
  server = await ablyServer();
  telemetry = startTelemetry(quiet);
});
afterEach(() => server.close());

const options = () => ({
  token: 'stand-in',
  endpoint: '127.0.0.1',
  port: server.port,
  tls: false,
  useBinaryProtocol: false,
  disableConnectivityCheck: true,
  logLevel: 0,
});

const messages = async (labels: Record<string, string>) =>
  (await scrape(telemetry)).value('ably_messages_total', { channel_namespace: 'agent-updates', ...labels });

describe('a realtime client', () => {
  it('counts what it sends and receives by namespace, once, however many listen', async () => {
    const realtime = instrumentAbly(new Realtime(options()), telemetry);
    const channel = realtime.channels.get('agent-updates:17');
    expect(realtime.channels.get('agent-updates:17')).toBe(channel);
    const heard: unknown[] = [];
    await channel.subscribe('step', ({ data }) => heard.push(data));
    await channel.subscribe(() => {});
    await channel.publish('step', 'first');
    await channel.publish([{ name: 'step', data: 'second' }, { name: 'other' }]);
    await expect.poll(() => messages({ direction: 'received' })).toBe(3);
    expect(heard).toEqual(['first', 'second']);
    expect(await messages({ direction: 'sent', outcome: 'success' })).toBe(3);
    const answer = await scrape(telemetry);
    expect(answer.value('ably_publish_duration_seconds_count', { channel_namespace: 'agent-updates' })).toBe(
      2,
    );
    const state = (name: string) => answer.value('ably_connection_state', { state: name });
    expect([state('connected'), state('failed')]).toEqual([1, 0]);
    channel.unsubscribe();
    await channel.subscribe(() => {});
    await channel.publish('step', 'third');
    await expect.poll(() => messages({ direction: 'received' })).toBe(4);
    realtime.close();
    await expect
      .poll(async () => (await scrape(telemetry)).value('ably_connection_state', { state: 'closed' }))
      .toBe(1);
  });

  it('counts what was refused, and passes the error on', async () => {
    const realtime = instrumentAbly(new Realtime(options()), telemetry);
    await expect(
      realtime.channels.get('agent-updates:forbidden').publish('step', 'one'),
    ).rejects.toMatchObject({
      code: 40160,
    });
    expect(await messages({ direction: 'sent', outcome: 'failure' })).toBe(1);
    realtime.close();
  });
});

describe('a REST client', () => {
  it('counts what it sends, and shows no connection', async () => {
    const rest = instrumentAbly(new Rest(options()), telemetry);
    await rest.channels.get('agent-updates:1').publish('step', 'one');
    await expect(rest.channels.get('agent-updates:forbidden').publish('step', 'one')).rejects.toThrow();
    expect(await messages({ direction: 'sent', outcome: 'success' })).toBe(1);
    expect(await messages({ direction: 'sent', outcome: 'failure' })).toBe(1);
    expect((await scrape(telemetry)).find('ably_connection_state')).toEqual([]);
  });
});

describe('the namespace of a channel', () => {
  it.each([
    ['agent-updates:17:steps', 'agent-updates'],
    ['collaboration', 'collaboration'],
    ['[?rewind=1]agent-updates:17', 'agent-updates'],
    ['[meta]log:push', 'log'],
    ['', ''],
  ])('of %s is %s', (name, namespace) => {
    expect(channelNamespace(name)).toBe(namespace);
  });
});
