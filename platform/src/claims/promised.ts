import type { Promised } from './claim.js';

/** Short ways to say what is promised. */
export const equal = (value: number, unit: string): Promised => ({ op: '=', value, unit });
export const below = (value: number, unit: string): Promised => ({ op: '<', value, unit });
export const atMost = (value: number, unit: string): Promised => ({ op: '<=', value, unit });
export const atLeast = (value: number, unit: string): Promised => ({ op: '>=', value, unit });
/** A word, an answer to a yes-or-no question, or a whole list. */
export const is = (value: string | boolean | (string | number)[], unit = ''): Promised => ({
  op: 'is',
  value,
  unit,
});
/** One of a list. */
export const oneOf = (value: (string | number)[]): Promised => ({ op: 'in', value, unit: '' });
