export interface PlacedLabel {
  /** Counted from the top. */
  readonly row: number;
  /** Whether the label stands on the left of its moment, because on the right it would leave the picture. */
  readonly isLeft: boolean;
  /** Whether a line straight down from the label's row would strike through a label below. */
  readonly isObstructed: boolean;
}

/**
 * Puts labels beside their moments so that none covers another. Labels go down like stairs where they are close, so that
 * the lines of later moments begin below the labels of earlier ones.
 *
 * @param labels in the order of `x`; `x` and `width` in pixels
 * @param right where the picture ends
 */
export function placeLabels(
  labels: readonly { readonly x: number; readonly width: number }[],
  right: number,
): PlacedLabel[] {
  const placed: { x: number; from: number; to: number; row: number; isLeft: boolean }[] = [];
  for (const { x, width } of labels) {
    const isLeft = x + width > right;
    const from = isLeft ? x - width : x;
    const to = isLeft ? x : x + width;
    const above = placed.filter((other) => other.from < to && other.to > from);
    placed.push({ x, from, to, isLeft, row: Math.max(-1, ...above.map(({ row }) => row)) + 1 });
  }
  return placed.map(({ x, row, isLeft }) => ({
    row,
    isLeft,
    isObstructed: placed.some((other) => other.row > row && other.from < x && other.to > x),
  }));
}
