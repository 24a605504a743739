import { describe, expect, it } from 'vitest';
import { redactText } from './redact-text.js';

describe('the text of an error', () => {
  it.each([
    ['connect postgres://app:s3cret@db:5432/x failed', 'connect postgres://[redacted]@db:5432/x failed'],
    ['GET https://api.example/v1?token=abc&q=me failed', 'GET https://api.example/v1?[redacted] failed'],
    ['sent Authorization: Bearer abcdefghijk', 'sent Authorization: [redacted] [redacted]'],
    ['jwt eyJhbGciOi12.eyJzdWIiOi12.sig expired', 'jwt [redacted] expired'],
    ['{"password":"hunter2","a":1}', '{"password":"[redacted]","a":1}'],
    ['api_key=12345, next', 'api_key=[redacted], next'],
    ['bad key sk_live_0123456789abcdefgh', 'bad key [redacted]'],
    ['no user ada.l+x@example.org', 'no user [redacted]'],
    ['refused by 203.0.113.9:443', 'refused by [redacted]:443'],
  ])('loses what is secret: %s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it.each(['cannot read properties of undefined', 'at f (/app/src/orders.ts:12:3)', 'order 1.2.3 not found'])(
    'keeps what is not: %s',
    (text) => {
      expect(redactText(text)).toBe(text);
    },
  );

  it('is cut before it is searched', () => {
    expect(redactText('a'.repeat(1_000_000)).length).toBeLessThan(20_000);
  });
});
