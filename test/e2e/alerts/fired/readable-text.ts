/** All strings of a message, what a mail has encoded decoded. */
export function readableIn(body: unknown): string {
  if (typeof body === 'string') return decoded(body);
  return typeof body === 'object' && body !== null ? Object.values(body).map(readableIn).join('\n') : '';
}

/** Quoted-printable (RFC 2045), which nothing else is mistaken for: `=` and two upper-case digits are in no text of ours. */
const decoded = (text: string): string =>
  text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/(?:=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString())
    .replaceAll('\r\n', '\n');
