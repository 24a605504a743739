import type { RolloutNotice } from '@attest/controllers';
import { sendJson } from '../failover/http-json.js';
import type { RolloutControllerConfig } from './rollout-config.js';

/** Who notices say that they are from. */
export const sender = 'rollout-controller';

const timeoutMs = 5000;

/** Rejects when a channel does not take the notice, or is not configured. */
export function createRolloutNotifier({
  channels,
  service,
  canary,
}: Pick<RolloutControllerConfig, 'channels' | 'service' | 'canary'>) {
  return async (channel: string, { severity, outcome, metric, summary }: RolloutNotice): Promise<void> => {
    const signal = AbortSignal.timeout(timeoutMs);
    const text = `${service} ${canary}: ${summary}`;
    if (channel === 'pagerduty' && channels.pagerduty !== undefined) {
      // Source: PagerDuty, Events API v2, "Send an alert event".
      const event = {
        routing_key: channels.pagerduty.routingKey,
        event_action: 'trigger',
        dedup_key: `rollout/${service}/${canary}`,
        payload: {
          summary: text,
          source: sender,
          severity,
          component: service,
          custom_details: { outcome, metric, revision: canary },
        },
      };
      await sendJson('POST', channels.pagerduty.url, event, signal);
    } else if (channel === 'slack' && channels.slack !== undefined) {
      await sendJson('POST', channels.slack.url, { username: sender, text: `*${outcome}* ${text}` }, signal);
    } else {
      throw new Error(`the channel ${channel} is not configured`);
    }
  };
}
