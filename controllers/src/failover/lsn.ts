/** A WAL position as a number that can be compared. PostgreSQL prints it as two hexadecimal halves, `16/B374D848`. */
export function parseLsn(text: string): bigint {
  const match = /^([0-9A-Fa-f]{1,8})\/([0-9A-Fa-f]{1,8})$/.exec(text);
  if (!match) throw new RangeError(`not a WAL position: ${JSON.stringify(text)} (expected e.g. 16/B374D848)`);
  return (BigInt(`0x${match[1]}`) << 32n) | BigInt(`0x${match[2]}`);
}

/** Has `position` reached `target`? */
export const lsnReached = (position: string, target: string): boolean =>
  parseLsn(position) >= parseLsn(target);
