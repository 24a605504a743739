import { trackHeader } from '../edge/traffic-split.js';

/**
 * Headers that concern one connection only. Source: RFC 9110, section 7.6.1; `expect` is answered by Node itself. Which revision a
 * request is for concerns the ingress only.
 */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  trackHeader,
]);

/** Names and values alternately, as in `rawHeaders`, without those that a proxy must not pass on. */
export function endToEndHeaders(rawHeaders: readonly string[]): string[] {
  const headers: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (!hopByHop.has(name.toLowerCase())) headers.push(name, rawHeaders[index + 1] as string);
  }
  return headers;
}
