import { randomUUID } from 'node:crypto';
import type { Mailbox } from './mailbox.js';
import { jsonObject, type PromptVendor, textOf } from './vendor-server.js';

const actions = ['trigger', 'acknowledge', 'resolve'];
const severities = ['critical', 'error', 'warning', 'info'];

/** Events API v2. Source: https://developer.pagerduty.com/docs/send-alert-event */
export function pagerduty(routingKeys: readonly string[], mailbox: Mailbox): PromptVendor {
  return ({ method, path, text }) => {
    if (method !== 'POST' || path !== '/v2/enqueue') return { status: 404, body: { error: 'Not Found' } };
    const event = jsonObject(text);
    const errors =
      event === undefined ? ['Event object is not a JSON object'] : eventErrors(event, routingKeys);
    if (event === undefined || errors.length > 0)
      return { status: 400, body: { status: 'invalid event', message: 'Event object is invalid', errors } };
    const dedupKey = textOf(event.dedup_key) ?? randomUUID().replaceAll('-', '');
    const payload = (event.payload ?? {}) as Record<string, unknown>;
    const sender = textOf(event.client) ?? textOf(payload.source);
    mailbox.add({
      channel: 'pagerduty',
      summary: textOf(payload.summary) ?? `${event.event_action} ${dedupKey}`,
      dedupKey,
      ...(sender === undefined ? {} : { sender }),
      // The routing key is a secret of the sender.
      body: { ...event, routing_key: undefined },
    });
    return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: dedupKey } };
  };
}

/** Every reason to refuse an event. */
export function eventErrors(event: Record<string, unknown>, routingKeys: readonly string[]): string[] {
  const errors: string[] = [];
  const key = textOf(event.routing_key);
  if (key === undefined) errors.push("'routing_key' is missing or blank");
  else if (!routingKeys.includes(key)) errors.push("'routing_key' is not the key of an integration");
  const action = textOf(event.event_action);
  if (action === undefined) errors.push("'event_action' is missing or blank");
  else if (!actions.includes(action))
    errors.push(`'event_action' is invalid (must be one of the following: ${quoted(actions)})`);
  if (action !== undefined && action !== 'trigger' && textOf(event.dedup_key) === undefined)
    errors.push("'dedup_key' is missing or blank");
  if (typeof event.dedup_key === 'string' && event.dedup_key.length > 255)
    errors.push("'dedup_key' exceeds its maximum length of 255 characters");
  return action === 'trigger' ? [...errors, ...payloadErrors(event.payload)] : errors;
}

function payloadErrors(payload: unknown): string[] {
  if (typeof payload !== 'object' || payload === null) return ["'payload' is missing or blank"];
  const { summary, source, severity } = payload as Record<string, unknown>;
  const errors: string[] = [];
  if (textOf(summary) === undefined) errors.push("'payload.summary' is missing or blank");
  else if ((summary as string).length > 1024)
    errors.push("'payload.summary' exceeds its maximum length of 1024 characters");
  if (textOf(source) === undefined) errors.push("'payload.source' is missing or blank");
  if (textOf(severity) === undefined) errors.push("'payload.severity' is missing or blank");
  else if (!severities.includes(severity as string))
    errors.push(`'payload.severity' is invalid (must be one of the following: ${quoted(severities)})`);
  return errors;
}

function quoted(values: readonly string[]): string {
  return values.map((value) => `'${value}'`).join(', ');
}
