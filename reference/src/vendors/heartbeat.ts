import type { Mailbox } from './mailbox.js';
import { jsonObject, type PromptVendor } from './vendor-server.js';

/** A dead man's switch: it is the silence that would page somebody. Any request counts, whatever its path names. */
export function heartbeat(mailbox: Mailbox): PromptVendor {
  return ({ path, headers, text }) => {
    const sender = headers['user-agent'];
    mailbox.add({
      channel: 'heartbeat',
      summary: `ping ${path}`,
      ...(sender === undefined ? {} : { sender }),
      body: jsonObject(text) ?? text,
    });
    return { status: 200, body: 'OK' };
  };
}
