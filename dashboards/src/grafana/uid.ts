import { createHash } from 'node:crypto';
import { longestUid } from './to-grafana.js';

/** The name, and the product's id after it; what is too long is cut and told apart by a hash, always the same. */
export function uidOf(name: string, product?: string): string {
  const whole = product === undefined ? name : `${name}-${product}`;
  if (whole.length <= longestUid) return whole;
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 8);
  return `${whole.slice(0, longestUid - hash.length - 1)}-${hash}`;
}
