import { InvalidArgumentError } from 'commander';

/** For options that count what somebody has to wait or pay for. @throws InvalidArgumentError */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1000)
    throw new InvalidArgumentError('A whole number from 1 to 1000.');
  return value;
}
