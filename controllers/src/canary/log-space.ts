/** ln(eᵃ + eᵇ), without leaving the range of a double. */
export function logAdd(a: number, b: number): number {
  const larger = Math.max(a, b);
  if (larger === Number.NEGATIVE_INFINITY) return larger;
  return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
}

export const logSum = (terms: readonly number[]): number => terms.reduce(logAdd, Number.NEGATIVE_INFINITY);
