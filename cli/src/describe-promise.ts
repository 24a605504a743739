import type { Claim } from '@attest/platform';

/** For example `< 30 seconds`, `one of a, b`, `yes`. */
export function describePromise({ op, value, unit }: Claim['promised']): string {
  const shown = typeof value === 'boolean' ? (value ? 'yes' : 'no') : [value].flat().join(', ');
  const words = op === 'is' ? shown : op === 'in' ? `one of ${shown}` : `${op} ${shown}`;
  return `${words} ${unit}`.trim();
}
