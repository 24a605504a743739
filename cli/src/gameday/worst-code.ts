/** Of several runs the worst counts: broken, then inconclusive, then held; of none nothing is known. */
export function worstCode(codes: readonly number[]): 0 | 1 | 3 {
  if (codes.includes(1)) return 1;
  return codes.length === 0 || codes.includes(3) ? 3 : 0;
}
