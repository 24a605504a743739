const shape = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i;

/**
 * A position in the write-ahead log, which PostgreSQL prints as two hexadecimal halves of 64 bits: `16/B374D848`.
 * Source: https://www.postgresql.org/docs/18/datatype-pg-lsn.html
 */
export function isPosition(value: unknown): value is string {
  return typeof value === 'string' && shape.test(value);
}

/** As a number that can be compared. @throws RangeError for what is no position */
export function positionValue(text: string): bigint {
  const halves = shape.exec(text);
  if (halves === null) throw new RangeError(`'${text}' is no position in a write-ahead log`);
  return (BigInt(`0x${halves[1]}`) << 32n) | BigInt(`0x${halves[2]}`);
}
