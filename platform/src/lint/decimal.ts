/** A number for people: at most so many decimals, without the noise of binary fractions. */
export function decimal(value: number, digits = 2): string {
  return String(Number(value.toFixed(digits)));
}

/** US dollars and cents, `1209.60`. */
export function usd(value: number): string {
  return value.toFixed(2);
}

/** `1 job`, `2 jobs`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
