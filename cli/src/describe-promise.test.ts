import type { Claim } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { describePromise } from './describe-promise.js';

const cases: [string, Claim['promised']][] = [
  ['< 30 seconds', { op: '<', value: 30, unit: 'seconds' }],
  ['= 0 writes', { op: '=', value: 0, unit: 'writes' }],
  ['one of sdxl, controlnet', { op: 'in', value: ['sdxl', 'controlnet'], unit: '' }],
  ['Cloudflare', { op: 'is', value: 'Cloudflare', unit: '' }],
  ['detect, promote', { op: 'is', value: ['detect', 'promote'], unit: '' }],
  ['no', { op: 'is', value: false, unit: '' }],
];

describe('a promise in words', () => {
  it.each(cases)('is "%s"', (words, promised) => {
    expect(describePromise(promised)).toBe(words);
  });
});
