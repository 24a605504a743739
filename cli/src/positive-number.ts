import { InvalidArgumentError } from 'commander';

/** The value of an option. @throws InvalidArgumentError, which commander shows with the option's name */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('A number above 0.');
  return value;
}
