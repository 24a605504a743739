import { ControllerError } from '../../../controller-error.js';
import type { Notice, Notifier } from '../../ports.js';
import { type SendOptions, send } from '../http/send.js';
import { type EmailChannel, sendEmail } from './email.js';
import { type PagerDutyChannel, pagerDutyAnswer, pagerDutyEvent } from './pagerduty.js';
import { type SlackChannel, slackAnswer, slackMessage } from './slack.js';

/** Where notices go, by the catalog's name of the channel. */
export interface Channels {
  readonly pagerduty?: PagerDutyChannel;
  readonly slack?: SlackChannel;
  readonly email?: EmailChannel;
}

type Send = (notice: Notice, signal: AbortSignal) => Promise<void>;

export function channelNotifier({ pagerduty, slack, email }: Channels, options: SendOptions): Notifier {
  const by: Readonly<Record<string, Send | undefined>> = {
    pagerduty:
      pagerduty &&
      ((notice, signal) => send(pagerDutyEvent(pagerduty, notice), pagerDutyAnswer, options, signal)),
    slack: slack && ((notice, signal) => send(slackMessage(slack, notice), slackAnswer, options, signal)),
    email: email && ((notice, signal) => sendEmail(email, notice, options, signal)),
  };
  return {
    async notify(channel, notice, signal) {
      const tell = by[channel];
      if (tell === undefined) {
        throw new ControllerError(
          'not-configured',
          `the channel ${channel} is not configured`,
          `name channels.${channel} in the target’s failover section, or take it out of the catalog (failover.notify)`,
        );
      }
      await tell(notice, signal);
    },
  };
}
