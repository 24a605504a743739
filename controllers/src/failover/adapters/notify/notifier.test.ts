import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Notice } from '../../ports.js';
import { Secret } from '../secret.js';
import { never, recorded } from '../testing/recorded.js';
import { type ScriptedAnswer, scriptedServer } from '../testing/scripted-server.js';
import { type Channels, channelNotifier } from './notifier.js';

const notice: Notice = {
  dedupKey: 'failover/shop/eu-west-1/1',
  severity: 'critical',
  outcome: 'completed',
  trigger: 'maintenance',
  from: 'us-east-1',
  to: 'eu-west-1',
  epoch: 2,
  summary: 'Failover completed',
  body: 'Trigger: drill',
};

async function tell(
  channel: keyof Channels,
  channels: (url: string) => Channels,
  ...answers: ScriptedAnswer[]
) {
  const { url, heard } = await scriptedServer(...answers);
  const options = recorded();
  const outcome = await channelNotifier(channels(url), options)
    .notify(channel, notice, never)
    .catch((error) => error);
  return { outcome, heard, options };
}

describe('PagerDuty', () => {
  const channels = (url: string): Channels => ({
    pagerduty: { url: `${url}/v2/enqueue`, routingKey: new Secret('hunter2', 'PAGERDUTY_KEY') },
  });
  const accepted: ScriptedAnswer = {
    status: 202,
    body: { status: 'success', message: 'Event processed', dedup_key: 'x' },
  };

  it('gets one alert for a failover, however often it is told', async () => {
    const { outcome, heard, options } = await tell('pagerduty', channels, { instead: 'reset' }, accepted);
    expect(outcome).toBeUndefined();
    expect(heard.map(({ body }) => (body as { dedup_key: string }).dedup_key)).toEqual([
      notice.dedupKey,
      notice.dedupKey,
    ]);
    expect(heard[1]?.body).toMatchObject({
      routing_key: 'hunter2',
      event_action: 'trigger',
      payload: { summary: 'Failover completed', severity: 'critical', source: 'failover-controller' },
    });
    expect(JSON.stringify(options.intents)).not.toContain('hunter2');
  });

  it.each<[string, ScriptedAnswer, string, RegExp, number]>([
    [
      'an event that is invalid',
      {
        status: 400,
        body: {
          status: 'invalid event',
          message: 'Event object is invalid',
          errors: ["'summary' is missing"],
        },
      },
      'rejected',
      /Event object is invalid: 'summary' is missing/,
      1,
    ],
    ['too many events', { status: 429, body: '' }, 'rate-limited', /429/, 3],
    ['an incident', { status: 502, body: '<html>Bad gateway' }, 'unavailable', /502: <html>Bad gateway/, 3],
    ['no answer', { instead: 'hang' }, 'timed-out', /no answer/, 3],
    ['an answer that does not say success', { status: 202, body: '{}' }, 'malformed-answer', /status/, 1],
  ])('is known not to have taken it after %s', async (_name, answer, code, message, times) => {
    const { outcome, heard } = await tell('pagerduty', channels, answer);
    expect(outcome).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(heard).toHaveLength(times);
  });
});

describe('Slack', () => {
  const channels = (url: string): Channels => ({
    slack: { webhook: new Secret(`${url}/services/T0/B0/hunter2`, 'SLACK_WEBHOOK') },
  });

  it('gets a message, and its address is shown to nobody', async () => {
    const { outcome, heard, options } = await tell('slack', channels, { body: 'ok' });
    expect(outcome).toBeUndefined();
    expect(heard).toMatchObject([
      { path: '/services/T0/B0/hunter2', body: { text: '*Failover completed*\nTrigger: drill' } },
    ]);
    expect(options.intents[0]?.request).toContain('POST [SLACK_WEBHOOK]');
    expect(JSON.stringify(options.intents)).not.toContain('hunter2');
  });

  it.each<[string, ScriptedAnswer, string, number]>([
    ['invalid_payload', { status: 400, body: 'invalid_payload' }, 'rejected', 1],
    ['action_prohibited', { status: 403, body: 'action_prohibited' }, 'forbidden', 1],
    ['no_service', { status: 404, body: 'no_service' }, 'not-found', 1],
    ['channel_is_archived', { status: 410, body: 'channel_is_archived' }, 'not-found', 1],
    [
      'rate_limited',
      { status: 429, body: 'rate_limited', headers: { 'retry-after': '30' } },
      'rate-limited',
      1,
    ],
    ['rollup_error', { status: 500, body: 'rollup_error' }, 'unavailable', 3],
  ])('is known not to have taken it after %s', async (code, answer, kind, times) => {
    const { outcome, heard } = await tell('slack', channels, answer);
    expect(outcome).toMatchObject({ code: kind, message: expect.stringContaining(code) });
    expect(outcome.message).not.toContain('hunter2');
    expect(heard).toHaveLength(times);
  });

  it('has not taken it when the answer is a page', async () => {
    expect((await tell('slack', channels, { body: '<html>' })).outcome).toMatchObject({
      code: 'malformed-answer',
    });
  });
});

describe('mail', () => {
  async function smtp(refuse: 'login' | 'recipient' | 'later' | 'nothing' = 'nothing') {
    const mails: string[] = [];
    const no = (code: number, message: string) => Object.assign(new Error(message), { responseCode: code });
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        refuse === 'login' || password !== 'hunter2'
          ? done(no(535, 'Authentication credentials invalid'))
          : done(null, { user: username }),
      onRcptTo: (_address, _session, done) =>
        refuse === 'recipient'
          ? done(no(550, 'No such user here'))
          : refuse === 'later'
            ? done(no(450, 'Greylisted'))
            : done(),
      onData: (stream, _session, done) => {
        let text = '';
        stream.on('data', (chunk) => {
          text += chunk;
        });
        stream.on('end', () => {
          mails.push(text);
          done();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.server.address() as AddressInfo;
    const email = {
      host: '127.0.0.1',
      port,
      from: 'attest@example.net',
      to: 'stakeholders@example.net',
      tls: 'none' as const,
      login: { user: 'attest', password: new Secret('hunter2', 'SMTP_PASSWORD') },
    };
    return { mails, email };
  }

  it('says what happened', async () => {
    const { mails, email } = await smtp();
    const options = recorded();
    await channelNotifier({ email }, options).notify('email', notice, never);
    expect(mails[0]).toContain('Subject: Failover completed');
    expect(mails[0]).toContain('Trigger: drill');
    expect(JSON.stringify(options.intents)).toContain('as attest with [SMTP_PASSWORD]');
    expect(JSON.stringify(options.intents)).not.toContain('hunter2');
  });

  it.each<[Parameters<typeof smtp>[0], string, RegExp]>([
    ['login', 'unauthorized', /535/],
    ['recipient', 'rejected', /550/],
    ['later', 'unavailable', /450/],
  ])('is known not to be sent when the server refuses: %s', async (refuse, code, message) => {
    const { mails, email } = await smtp(refuse);
    const told = channelNotifier({ email }, recorded()).notify('email', notice, never);
    await expect(told).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(mails).toEqual([]);
  });

  it('is not sent in the clear when TLS is asked for', async () => {
    const { mails, email } = await smtp();
    const told = channelNotifier({ email: { ...email, tls: 'starttls' } }, recorded()).notify(
      'email',
      notice,
      never,
    );
    await expect(told).rejects.toMatchObject({ name: 'ControllerError' });
    expect(mails).toEqual([]);
  });

  it('is not sent where nobody listens, nor in a dry run', async () => {
    const { mails, email } = await smtp();
    const nobody = channelNotifier({ email: { ...email, port: 1 } }, recorded()).notify(
      'email',
      notice,
      never,
    );
    await expect(nobody).rejects.toMatchObject({ code: 'unreachable' });
    await channelNotifier({ email }, recorded('dry-run')).notify('email', notice, never);
    expect(mails).toEqual([]);
  });
});

it('says which channel is not configured', async () => {
  await expect(channelNotifier({}, recorded()).notify('slack', notice, never)).rejects.toMatchObject({
    code: 'not-configured',
    fix: expect.stringContaining('channels.slack'),
  });
});
