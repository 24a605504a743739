import type { Notice } from '../../ports.js';
import type { HttpRequest } from '../http/http-request.js';
import type { Reading } from '../http/send.js';
import type { Secret } from '../secret.js';
import { sender } from './sender.js';

export interface SlackChannel {
  /** The address is the secret. */
  readonly webhook: Secret;
}

/** Source: Slack, "Sending messages using incoming webhooks". */
export const slackMessage = ({ webhook }: SlackChannel, { summary, body }: Notice): HttpRequest => ({
  adapter: 'Slack',
  method: 'POST',
  url: webhook,
  headers: {},
  body: { username: sender, text: `*${summary}*\n${body}` },
  // A message that appears twice is better than one that nobody saw.
  idempotent: true,
  permission: 'the incoming webhook of a channel that is not archived',
});

/** Answers are short texts, `ok` or a code such as `no_service`. Source: Slack, the same page, "Handling errors". */
export const slackAnswer: Reading<void> = {
  value: (text) => {
    if (text.trim() !== 'ok') throw new Error(`${JSON.stringify(text.trim().slice(0, 60))} instead of ok`);
  },
  error: (text) => {
    const code = text.trim();
    if (!/^[a-z_]+$/.test(code)) throw new Error('no code');
    return code;
  },
  assumed: undefined,
};
