import { describe, expect, it } from 'vitest';
import { decodeWords, parseMail } from './mail.js';

describe('a mail', () => {
  it('is read with its folded headers', () => {
    const mail = parseMail('Subject: a long\r\n  line\r\nFrom: x@y.test\r\n\r\nfirst\r\n\r\nsecond');
    expect(mail).toMatchObject({ subject: 'a long line', from: 'x@y.test', text: 'first\n\nsecond' });
  });

  it.each([
    ['=?utf-8?Q?a_=E2=86=92_b?=', 'a → b'],
    ['=?UTF-8?B?4oaS?=', '→'],
    ['=?utf-8?q?a?= =?utf-8?q?b?=', 'ab'],
    ['=?koi8-r?Q?=C1?=', '=?koi8-r?Q?=C1?='],
    ['plain = text', 'plain = text'],
  ])('decodes %s', (encoded, decoded) => {
    expect(decodeWords(encoded)).toBe(decoded);
  });
});
