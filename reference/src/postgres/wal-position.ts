/** A place in the write-ahead log, as PostgreSQL prints pg_lsn: two hexadecimal halves of a 64-bit number. */
export type WalPosition = string;

/** Compares as numbers: as text, `0/9` would come after `0/10`. Negative when `a` is earlier. */
export function compareWalPositions(a: WalPosition, b: WalPosition): number {
  const difference = walPositionToBigInt(a) - walPositionToBigInt(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** How many bytes of the log `b` is ahead of `a`. */
export function walDistanceBytes(a: WalPosition, b: WalPosition): bigint {
  return walPositionToBigInt(b) - walPositionToBigInt(a);
}

/** @throws RangeError when the text is not a pg_lsn */
export function walPositionToBigInt(position: WalPosition): bigint {
  const match = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(position);
  if (!match) throw new RangeError(`"${position}" is not a position in the write-ahead log.`);
  return (BigInt(`0x${match[1]}`) << 32n) | BigInt(`0x${match[2]}`);
}
