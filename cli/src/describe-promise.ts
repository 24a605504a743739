import type { Claim } from '@attest/platform';

/** For example `< 30 s`, `= 0 writes`, `one of a, b`. */
export function describePromise({ op, value, unit }: Claim['promised']): string {
  const shown = Array.isArray(value) ? value.join(', ') : String(value);
  const words =
    op === 'in' ? `between ${shown.replace(', ', ' and ')}` : op === 'is' ? shown : `${op} ${shown}`;
  return `${words} ${unit}`.trim();
}
