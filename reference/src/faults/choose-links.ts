import type { LinkChoice } from '@attest/chaos';
import type { LinkSpec } from '../links/links.js';

/** The links that a fault means, by their ends in either direction, and by what their name says that they carry. */
export function chooseLinks<L extends LinkSpec>(
  links: readonly L[],
  { between, what }: LinkChoice,
): readonly L[] {
  return links.filter(({ name, from, to }) => {
    const [a, b] = between ?? [from, to];
    const joins = (from === a && to === b) || (from === b && to === a);
    return joins && (what === undefined || name.slice(name.lastIndexOf('.') + 1) === what);
  });
}
