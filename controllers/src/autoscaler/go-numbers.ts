/*
 * Numbers as the Go program that decides has them; where these differ from JavaScript's, so would the decisions.
 */

const int32Lowest = -(2 ** 31);

/**
 * `int32(value)` of a float64: towards zero; what does not fit, and NaN, becomes the lowest int32. The Go specification leaves
 * that to the machine, and this is what amd64 does (CVTTSD2SL).
 */
export function float64ToInt32(value: number): number {
  const whole = Math.trunc(value);
  return whole >= int32Lowest && whole < 2 ** 31 ? whole + 0 : int32Lowest;
}

/** `int32(value)` of an int64: the lower 32 bits. */
export const int64ToInt32 = (value: bigint): number => Number(BigInt.asIntN(32, value));

/** What an int64 holds after an addition or multiplication. */
export const int64 = (value: bigint): bigint => BigInt.asIntN(64, value);

/** Sum or difference of int32s. */
export const int32 = (value: number): number => value | 0;

/** A `time.Duration`: whole nanoseconds, so that sums of decimal fractions compare exactly. */
export const nanoseconds = (seconds: number): bigint => BigInt(Math.round(seconds * 1e9));
