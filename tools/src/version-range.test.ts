import { expect, it } from 'vitest';
import { compareVersions, isAccepted } from './version-range.js';

it.each([
  ['2.2.0', '2.10.0', -1],
  ['2.2', '2.2.0', 0],
  ['18.4', '18.3.9', 1],
  ['1.27rc1', '1.26.8', 1],
])('%s against %s is %i', (a, b, expected) => {
  expect(Math.sign(compareVersions(a, b))).toBe(expected);
});

it('accepts from the first version on, before the last', () => {
  const range = { from: '2.2.0', below: '3.0.0' };
  const versions = ['2.1.9', '2.2.0', '2.99.0', '3.0.0'];
  expect(versions.filter((version) => isAccepted(version, range))).toEqual(['2.2.0', '2.99.0']);
});
