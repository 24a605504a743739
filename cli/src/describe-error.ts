/**
 * What, where, why and the fix, as a compiler would say it. Errors of our packages carry `fix`; anything else is a defect
 * of ours, and is shown with where it happened.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `attest: ${String(error)}\n`;
  const lines = [`attest: ${error.message}`];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause)
    lines.push(`  because ${indented(cause.message)}`);
  if (error instanceof AggregateError)
    lines.push(...error.errors.map((each) => `  - ${describeError(each).trim()}`));
  if ('fix' in error) lines.push(`  fix: ${error.fix}`);
  else if (!foreseen(error)) lines.push(error.stack?.split('\n').slice(1, 6).join('\n') ?? '');
  return `${lines.join('\n')}\n`;
}

/** An error of our packages, or several of them and nothing else. */
function foreseen(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(foreseen);
  return error instanceof Error && 'fix' in error && typeof error.fix === 'string';
}

/** The lines after the first stand below it. */
const indented = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .join('\n    ');

/**
 * An error that we foresaw (a wrong word, a wrong catalog, a missing tool, a folder that cannot be written) ends with 2: the
 * caller can mend it. What was aborted, or what nobody foresaw, measured nothing: 3.
 */
export function exitCodeOf(error: unknown): 2 | 3 {
  if (!foreseen(error)) return 3;
  return error instanceof Error && 'code' in error && error.code === 'aborted' ? 3 : 2;
}
