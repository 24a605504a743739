export interface Mail {
  readonly subject: string;
  readonly from: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Splits a message into its headers, unfolded (RFC 5322, section 2.2.3), and the rest. */
export function parseMail(raw: string): Mail {
  const [head = '', ...body] = raw.split(/\r?\n\r?\n/);
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const headers = Object.fromEntries(
    lines.flatMap((line) => {
      const colon = line.indexOf(':');
      const name = line.slice(0, colon).toLowerCase();
      return colon < 1 ? [] : [[name, decodeWords(line.slice(colon + 1).trim())]];
    }),
  );
  return { subject: headers.subject ?? '', from: headers.from, headers, text: body.join('\n\n') };
}

/** Encoded words, `=?utf-8?Q?…?=`, of RFC 2047; other character sets than UTF-8 and ASCII are left as they are. */
export function decodeWords(text: string): string {
  return text
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(/=\?(?:utf-8|us-ascii)\?([bq])\?([^?]*)\?=/gi, (_word, encoding: string, encoded: string) =>
      encoding.toLowerCase() === 'b' ? Buffer.from(encoded, 'base64').toString('utf8') : decodeQ(encoded),
    );
}

function decodeQ(encoded: string): string {
  const bytes = encoded
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
