/**
 * A number of the command line, counted from 0. A word in its place would be no number, of which every loop makes nothing at
 * all and every verdict the best: it ends the run with exit code 2 instead.
 */
export function numberArgument(position: number, name: string, otherwise: number, least = 1): number {
  const text = process.argv[position + 2];
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value;
  console.error(`${name}: "${text}" is not a number of at least ${least}. Without it: ${otherwise}.`);
  process.exit(2);
}
