import type { Mailbox } from './mailbox.js';
import { jsonObject, type PromptVendor, textOf } from './vendor-server.js';

/** Incoming webhooks at `/services/…`. Source: https://api.slack.com/messaging/webhooks#handling_errors */
export function slack(mailbox: Mailbox): PromptVendor {
  return ({ method, path, headers, text }) => {
    if (method !== 'POST' || !path.startsWith('/services/')) return { status: 404, body: 'no_service' };
    const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
    const message = jsonObject(form ? (new URLSearchParams(text).get('payload') ?? '') : text);
    if (message === undefined) return { status: 400, body: 'invalid_payload' };
    const summary = summaryOf(message);
    if (summary === undefined) return { status: 400, body: 'no_text' };
    const sender = textOf(message.username) ?? headers['user-agent'];
    mailbox.add({ channel: 'slack', summary, ...(sender === undefined ? {} : { sender }), body: message });
    return { status: 200, body: 'ok' };
  };
}

/** The text of a message, or else of its first attachment or block that has one. */
function summaryOf(message: Record<string, unknown>): string | undefined {
  const parts = [message.attachments, message.blocks].flatMap((list) => (Array.isArray(list) ? list : []));
  const texts = parts.flatMap((part: unknown) => {
    if (typeof part !== 'object' || part === null) return [];
    const { fallback, title, text } = part as Record<string, unknown>;
    const inner = typeof text === 'object' && text !== null ? (text as { text?: unknown }).text : text;
    return [textOf(fallback), textOf(title), textOf(inner)];
  });
  return [textOf(message.text), ...texts].find((candidate) => candidate !== undefined);
}
