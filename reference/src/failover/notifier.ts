import type { Notifier } from '@attest/controllers/failover';
import { channelNotifier, Secret } from '@attest/controllers/failover-adapters';
import { acting } from './acting.js';
import type { ChannelsConfig } from './controller-config.js';

/** The channels as they really are, with the vendors' stand-ins behind them. */
export const createNotifier = ({ pagerduty, slack, email }: ChannelsConfig): Notifier =>
  channelNotifier(
    {
      ...(pagerduty && {
        pagerduty: { url: pagerduty.url, routingKey: new Secret(pagerduty.routingKey, 'routing key') },
      }),
      ...(slack && { slack: { webhook: new Secret(slack.url, 'webhook of Slack') } }),
      ...(email && {
        email: { host: '127.0.0.1', port: email.smtpPort, from: email.from, to: email.to, tls: 'none' },
      }),
    },
    acting,
  );
