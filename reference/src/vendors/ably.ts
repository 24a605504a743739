import type { Mailbox } from './mailbox.js';
import type { PromptVendor, VendorAnswer } from './vendor-server.js';

/** REST publish: one message or a list of them. Source: https://ably.com/docs/api/rest-api#publish */
export function ably(mailbox: Mailbox): PromptVendor {
  return ({ method, path, headers, text }) => {
    const channel = /^\/channels\/([^/]+)\/messages$/.exec(path)?.[1];
    if (method !== 'POST' || channel === undefined) return failure(404, 40400, 'Not found');
    if (!/^(Basic|Bearer) \S/.test(headers.authorization ?? ''))
      return failure(401, 40101, 'Invalid credentials');
    const messages = parsedMessages(text);
    if (messages === undefined) return failure(400, 40001, 'Invalid message data or encoding');
    const name = decodeURIComponent(channel);
    mailbox.add({
      channel: 'ably',
      summary: `${messages.length} messages to ${name}`,
      body: { channel: name, messages },
    });
    return { status: 201, body: { channel: name, messageId: crypto.randomUUID() } };
  };
}

function parsedMessages(text: string): readonly object[] | undefined {
  try {
    const messages = [JSON.parse(text) as unknown].flat();
    const valid =
      messages.length > 0 && messages.every((message) => typeof message === 'object' && message !== null);
    return valid ? (messages as object[]) : undefined;
  } catch {
    return undefined;
  }
}

/** Source: https://ably.com/docs/platform/errors/codes */
function failure(status: number, code: number, message: string): VendorAnswer {
  return { status, body: { error: { statusCode: status, code, message } } };
}
