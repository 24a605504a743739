import { expect, it } from 'vitest';
import { withoutDirect } from './go-proxy.js';

it.each([
  ['drops direct at the end', 'https://a.test,direct', 'https://a.test'],
  ['drops direct at the start', 'direct,https://a.test', 'https://a.test'],
  [
    'keeps the separator before what it keeps',
    'https://a.test,direct|https://b.test',
    'https://a.test|https://b.test',
  ],
  ['keeps off, with which downloaded modules are enough', 'off', 'off'],
  ['is empty when only direct was there', 'direct', ''],
  ['is empty for nothing', '', ''],
])('%s', (_, given, expected) => {
  expect(withoutDirect(given)).toBe(expected);
});
