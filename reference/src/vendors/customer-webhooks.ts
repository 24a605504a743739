import type { Mailbox } from './mailbox.js';
import { jsonObject, type PromptVendor, textOf } from './vendor-server.js';

/** A customer who listens for events as Standard Webhooks describes it. Source: https://www.standardwebhooks.com */
export function customerWebhooks(mailbox: Mailbox): PromptVendor {
  return ({ method, headers, text }) => {
    if (method !== 'POST') return { status: 405, body: { error: 'Events are sent by POST.' } };
    const dedupKey = headers['webhook-id'];
    if (typeof dedupKey !== 'string') return { status: 400, body: { error: 'webhook-id is missing.' } };
    const body = jsonObject(text);
    if (body === undefined) return { status: 400, body: { error: 'The body is not a JSON object.' } };
    mailbox.add({ channel: 'webhook', summary: textOf(body.type) ?? 'event', dedupKey, body });
    return { status: 200, body: { received: true } };
  };
}
