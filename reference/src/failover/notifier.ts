import type { Notice, Notifier } from '@attest/controllers/failover';
import { createTransport } from 'nodemailer';
import type { ChannelsConfig } from './controller-config.js';
import { sendJson } from './http-json.js';

/** Who notices say that they are from. */
export const sender = 'failover-controller';

type Send = (notice: Notice, signal: AbortSignal) => Promise<void>;

export function createNotifier(channels: ChannelsConfig): Notifier {
  const send: Readonly<Record<string, Send | undefined>> = {
    pagerduty: channels.pagerduty && page(channels.pagerduty),
    slack: channels.slack && post(channels.slack),
    email: channels.email && mail(channels.email),
  };
  return {
    async notify(channel, notice, signal) {
      const by = send[channel];
      if (by === undefined) throw new Error(`the channel ${channel} is not configured`);
      await by(notice, signal);
    },
  };
}

/** Source: PagerDuty, Events API v2, "Send an alert event". */
function page({ url, routingKey }: NonNullable<ChannelsConfig['pagerduty']>): Send {
  return async (notice, signal) => {
    const { dedupKey, severity, summary, body, trigger, from, to, epoch, outcome } = notice;
    const event = {
      routing_key: routingKey,
      event_action: 'trigger',
      dedup_key: dedupKey,
      payload: {
        summary,
        source: sender,
        severity,
        component: 'failover',
        custom_details: { outcome, trigger, from, to, epoch, body },
      },
    };
    await sendJson('POST', url, event, signal);
  };
}

/** Source: Slack, "Sending messages using incoming webhooks". */
function post({ url }: NonNullable<ChannelsConfig['slack']>): Send {
  return async ({ summary, body }, signal) => {
    await sendJson('POST', url, { username: sender, text: `*${summary}*\n${body}` }, signal);
  };
}

function mail({ smtpPort, from, to }: NonNullable<ChannelsConfig['email']>): Send {
  return async ({ summary, body, dedupKey }, signal) => {
    const transport = createTransport({ host: '127.0.0.1', port: smtpPort, secure: false, ignoreTLS: true });
    const close = () => transport.close();
    signal.addEventListener('abort', close, { once: true });
    try {
      const headers = { 'X-Attest-Dedup-Key': dedupKey };
      await transport.sendMail({ from: `${sender} <${from}>`, to, subject: summary, text: body, headers });
    } finally {
      signal.removeEventListener('abort', close);
      transport.close();
    }
  };
}
