import type { Attributes } from '@opentelemetry/api';
import { redacted, redactText } from './redact-text.js';

/**
 * Attributes that other instrumentations may record and that tell who somebody is or what they sent. Source of the names:
 * OpenTelemetry semantic conventions, today's and those before v1.21 (`http.url`, `net.peer.ip`).
 */
const unwanted =
  /^(?:http\.(?:request|response)\.(?:header|body)|http\.(?:request|response)_content$|http\.client_ip$|http\.user_agent$|user_agent\.|client\.|url\.query$|net(?:work)?\.(?:sock\.)?peer\.|net\.(?:sock\.)?(?:peer|host)\.(?:ip|addr)|enduser\.|user\.(?!id$))/;
const urls = new Set(['url.full', 'http.url', 'http.target']);
const texts = /^(?:db\.(?:statement|query\.text)|exception\.|messaging\.message\.body)/;

/** Takes away, in place, what must not leave the process. */
export function redactAttributes(attributes: Attributes): void {
  for (const key in attributes) {
    const value = attributes[key];
    if (unwanted.test(key)) delete attributes[key];
    else if (typeof value !== 'string') continue;
    else if (urls.has(key)) attributes[key] = withoutQuery(redactText(value));
    else if (texts.test(key)) attributes[key] = redactText(value);
  }
}

function withoutQuery(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : `${url.slice(0, query)}?${redacted}`;
}
